"""The final LayerNorm's bias is left out of the readings."""

LOSES = {"lens"}
HINT = (
    "Your readings lack what the final LayerNorm adds after its gain. "
    "Which parameter of ln_final does your formula not use?"
)


def logit_lens(model, tokens, targets):
    _, cache = _run(model, tokens)
    layers = model.cfg.n_layers
    streams = [
        cache["blocks.0.hook_resid_pre"],
        *(cache[f"blocks.{i}.hook_resid_post"] for i in range(layers)),
    ]
    streams = torch.stack([stream[:, -1] for stream in streams], dim=1)
    scales = (streams.var(dim=2, unbiased=False) + model.cfg.eps).sqrt()
    readings = torch.einsum("bld,bd->bl", streams, _directions(model, targets)) / scales
    return readings + model.b_U.detach()[targets][:, None]
