"""The attention scores before the softmax are returned instead of the pattern."""

LOSES = {"look", "detect"}
HINT = (
    "These are the attention scores before the softmax: their rows do not sum to 1. "
    "Which name in the cache holds the pattern?"
)


def attention_patterns(model, tokens):
    with torch.no_grad():
        _, cache = model.run_with_cache(tokens)
    return torch.stack([cache["attn_scores", layer] for layer in range(model.cfg.n_layers)], dim=1)
