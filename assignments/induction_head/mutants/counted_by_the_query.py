"""In the previous-token score a position counts as often as it is looked at, and not once."""

LOSES = {"detect"}
HINT = (
    "In your previous-token score a position counts once for each that looks at it. "
    "Count each needed position once."
)
BREAKS = {"previous_token_score": "it counts once, however many it is a target of"}


def previous_token_score(model, tokens, mask):
    times = (induction_targets(tokens) & mask[:, :, None]).sum(dim=1)[:, 1:]
    before = attention_patterns(model, tokens).diagonal(-1, dim1=-2, dim2=-1)
    return (before * times[:, None, None]).sum(dim=(0, 3)) / times.sum()
