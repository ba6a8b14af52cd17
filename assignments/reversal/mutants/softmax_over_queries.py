"""The softmax is taken over the slots that look, so that the rows do not sum to 1."""

LOSES = {"transformer"}
HINT = (
    "Your attention sums to 1 over the slots that look, not over those that are looked at. "
    "Which of the last two axes of the scores is which?"
)


def attention_patterns(model, X):
    heads = (model.config["n_heads"], -1)
    with torch.no_grad():
        x = model.embed(X) + model.position
        q, k = (part(x).unflatten(2, heads).transpose(1, 2) for part in (model.query, model.key))
        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=2)
