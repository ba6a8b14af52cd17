"""Queries and keys are computed from the token embeddings alone, without the positions."""

LOSES = {"transformer"}
HINT = (
    "Your attention depends on the letters and not on where they stand. "
    "What does the model add to the embedding before attention reads it?"
)


def attention_patterns(model, X):
    heads = (model.config["n_heads"], -1)
    with torch.no_grad():
        x = model.embed(X)
        q, k = (part(x).unflatten(2, heads).transpose(1, 2) for part in (model.query, model.key))
        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=3)
