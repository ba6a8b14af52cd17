"""The induction score is averaged over all positions, also where no token has occurred before."""

LOSES = {"detect"}
HINT = (
    "Your induction score is averaged over positions where there is nothing to find as well. "
    "Average over those in the mask only."
)


def induction_score(model, tokens, mask):
    paid = (attention_patterns(model, tokens) * induction_targets(tokens)[:, None, None]).sum(dim=-1)
    return paid.mean(dim=(0, 3))
