"""The target's log-probability is read in place of its logit."""

LOSES = {"lens"}
HINT = (
    "You return log-probabilities, which depend on all the other words too. "
    "What is a logit before the softmax?"
)
BREAKS = {"logit_lens": "so the last column is the model's own logit"}


def logit_lens(model, tokens, targets):
    _, cache = _run(model, tokens)
    layers = model.cfg.n_layers
    streams = [
        cache["blocks.0.hook_resid_pre"],
        *(cache[f"blocks.{i}.hook_resid_post"] for i in range(layers)),
    ]
    with torch.no_grad():
        logits = [model.unembed(model.ln_final(stream[:, -1:]))[:, 0] for stream in streams]
    return torch.stack(logits, dim=1).log_softmax(dim=2)[torch.arange(len(targets)), :, targets]
