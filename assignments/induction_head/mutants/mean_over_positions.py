"""Mean ablation averages over positions as well as over sequences."""

LOSES = {"cause"}
HINT = "Your mean is one vector for all positions. Average over the sequences, position by position."


def ablate_head(model, tokens, layer, head, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError(mode)

    def remove(z, hook):
        z = z.clone()
        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=(0, 1))
        return z

    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_z", remove)])
