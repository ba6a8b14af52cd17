"""The stream is multiplied with W_U directly, without the final LayerNorm."""

LOSES = {"lens"}
HINT = (
    "Your readings go from the residual stream straight to W_U. "
    "What does the model itself do with its last stream before it unembeds it?"
)
BREAKS = {"logit_lens": "Each reading goes through the final LayerNorm"}


def logit_lens(model, tokens, targets):
    _, cache = _run(model, tokens)
    layers = model.cfg.n_layers
    streams = [
        cache["blocks.0.hook_resid_pre"],
        *(cache[f"blocks.{i}.hook_resid_post"] for i in range(layers)),
    ]
    answers = model.W_U.detach()[:, targets].T
    return torch.stack([(stream[:, -1] * answers).sum(dim=1) for stream in streams], dim=1)
