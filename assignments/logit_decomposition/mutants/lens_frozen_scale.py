"""Every stream is divided by the last stream's scale."""

LOSES = {"lens"}
HINT = (
    "You divide the stream after every layer by the same scale, the last one. "
    "If the model ended after layer 0, what would its LayerNorm divide by?"
)


def logit_lens(model, tokens, targets):
    _, cache = _run(model, tokens)
    layers = model.cfg.n_layers
    streams = [
        cache["blocks.0.hook_resid_pre"],
        *(cache[f"blocks.{i}.hook_resid_post"] for i in range(layers)),
    ]
    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
    readings = torch.stack([(stream[:, -1] * directions).sum(dim=1) for stream in streams], dim=1)
    return readings + sum(_final_biases(model, targets))[:, None]
