"""The previous-token score is averaged over all positions but the first, needed or not."""

LOSES = {"detect"}
HINT = (
    "Your previous-token score is averaged over all positions. "
    "Take only those that some position in the mask has as an induction target, each once."
)
BREAKS = {
    "previous_token_score": "How much each head attends to the token just before, from the places where induction looks"
}


def previous_token_score(model, tokens, mask):
    return attention_patterns(model, tokens).diagonal(-1, dim1=-2, dim2=-1).mean(dim=(0, 3))
