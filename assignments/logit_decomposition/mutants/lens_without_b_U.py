"""The unembedding's bias is left out of the readings."""

LOSES = {"lens"}
HINT = (
    "Your readings are off by the same amount in every column, another for each target. "
    "The trained facts model has zeros there; which vector of the unembedding did you not need on it?"
)


def logit_lens(model, tokens, targets):
    _, cache = _run(model, tokens)
    layers = model.cfg.n_layers
    streams = [
        cache["blocks.0.hook_resid_pre"],
        *(cache[f"blocks.{i}.hook_resid_post"] for i in range(layers)),
    ]
    readings = [(model.ln_final(s[:, -1:])[:, 0] * model.W_U[:, targets].T).sum(dim=1) for s in streams]
    return torch.stack(readings, dim=1).detach()
