"""Position 0 is left out of the most attended ones, as one does with a beginning-of-sequence token."""

LOSES = {"look"}
HINT = (
    "Position 0 never appears among your positions. "
    "There is no beginning-of-sequence token here, so the first token counts like any other."
)
BREAKS = {"most_attended": "The k positions that position `query` attends to most"}


def most_attended(pattern, query, k=5):
    weights, positions = pattern[query, 1 : query + 1].topk(min(k, query))
    return (positions + 1).tolist(), weights.tolist()
