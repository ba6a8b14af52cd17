"""The hook is added to the model and never taken off, so the next call runs with it too."""

LOSES = {"cause"}
HINT = (
    "The first call is right, and your hook is still on the model when it is over. "
    "Take it off, or use run_with_hooks, which does."
)


def ablate_head(model, tokens, layer, head, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError(mode)

    def remove(z, hook):
        z = z.clone()
        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=0)
        return z

    model.add_hook(f"blocks.{layer}.attn.hook_z", remove)
    with torch.no_grad():
        return model(tokens)
