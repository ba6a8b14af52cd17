"""The scores are divided by the square root of the whole width, whatever the number of heads."""

LOSES = {"transformer"}
HINT = (
    "Your attention is right for one head and too flat for more. How wide is a head when there are several?"
)


def attention_patterns(model, X):
    heads = (model.config["n_heads"], -1)
    with torch.no_grad():
        x = model.embed(X) + model.position
        q, k = (part(x).unflatten(2, heads).transpose(1, 2) for part in (model.query, model.key))
        return (q @ k.transpose(2, 3) / model.config["width"] ** 0.5).softmax(dim=3)
