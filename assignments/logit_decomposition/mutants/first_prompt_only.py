"""Only the first prompt's activations are returned, without the batch axis."""

LOSES = {"look"}
HINT = (
    "Your activations are those of the first prompt alone. "
    "What is the first axis of what the cache holds, and who said that it has length 1?"
)


def named_activations(model, tokens, names):
    _, cache = _run(model, tokens)
    return {name: cache[name][0] for name in names}
