"""The second axis of hook_z is taken for the heads; it is the positions."""

LOSES = {"cause"}
HINT = (
    "You change one position of all heads instead of one head at all positions. "
    "Print the shape of hook_z: which axis are the heads?"
)


def ablate_head(model, tokens, layer, head, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError(mode)

    def remove(z, hook):
        z = z.clone()
        z[:, head] = 0.0 if mode == "zero" else z[:, head].mean(dim=0)
        return z

    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_z", remove)])
