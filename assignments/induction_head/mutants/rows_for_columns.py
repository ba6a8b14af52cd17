"""The most attended positions are read from the column of the pattern, which says who looks at the token."""

LOSES = {"look"}
HINT = (
    "Your positions are those that look at the token, not those that it looks at. "
    "In pattern[query, key] a row belongs to the token that looks."
)


def most_attended(pattern, query, k=5):
    weights, positions = pattern[:, query].topk(min(k, query + 1))
    return positions.tolist(), weights.tolist()
