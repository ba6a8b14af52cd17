"""The scores are not divided by the square root of the head's width."""

LOSES = {"transformer"}
HINT = (
    "Your attention is too sharp. "
    "What are the scores divided by before the softmax, and how wide is one head?"
)


def attention_patterns(model, X):
    heads = (model.config["n_heads"], -1)
    with torch.no_grad():
        x = model.embed(X) + model.position
        q, k = (part(x).unflatten(2, heads).transpose(1, 2) for part in (model.query, model.key))
        return (q @ k.transpose(2, 3)).softmax(dim=3)
