"""Zero ablation sets the head's attention to 0 instead of what it has gathered."""

EQUIVALENT = "attention of 0 gathers 0, bias of the values included, so the logits are the same"


def ablate_head(model, tokens, layer, head, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError(mode)

    def remove(pattern, hook):
        return pattern.index_fill(1, torch.tensor([head]), 0.0)

    def replace(z, hook):
        z = z.clone()
        z[:, :, head] = z[:, :, head].mean(dim=0)
        return z

    part, change = ("pattern", remove) if mode == "zero" else ("z", replace)
    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_{part}", change)])
