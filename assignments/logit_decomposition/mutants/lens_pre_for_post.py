"""Each layer's reading is taken before the layer instead of after it."""

LOSES = {"lens"}
HINT = (
    "Your reading for a layer does not yet hold what that layer wrote. "
    "Which of hook_resid_pre and hook_resid_post comes after the layer, and does your last column equal the model's logit?"
)


def logit_lens(model, tokens, targets):
    _, cache = _run(model, tokens)
    streams = [cache["blocks.0.hook_resid_pre"]]
    streams += [cache[f"blocks.{i}.hook_resid_pre"] for i in range(model.cfg.n_layers)]
    streams = torch.stack([stream[:, -1] for stream in streams], dim=1)
    scales = (streams.var(dim=2, unbiased=False) + model.cfg.eps).sqrt()
    readings = torch.einsum("bld,bd->bl", streams, _directions(model, targets)) / scales
    return readings + sum(_final_biases(model, targets))[:, None]
