"""The final LayerNorm is applied twice."""

LOSES = {"lens"}
HINT = (
    "Your streams go through the final LayerNorm two times. "
    "What is already in ln_final's output when you normalise it?"
)


def logit_lens(model, tokens, targets):
    _, cache = _run(model, tokens)
    layers = model.cfg.n_layers
    streams = [
        cache["blocks.0.hook_resid_pre"],
        *(cache[f"blocks.{i}.hook_resid_post"] for i in range(layers)),
    ]
    with torch.no_grad():
        logits = [model.unembed(model.ln_final(model.ln_final(stream[:, -1:])))[:, 0] for stream in streams]
    return torch.stack(logits, dim=1)[torch.arange(len(targets)), :, targets]
