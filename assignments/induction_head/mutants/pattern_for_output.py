"""Mean ablation averages the head's attention pattern and leaves its values as they are."""

LOSES = {"cause"}
HINT = (
    "Zero ablation is right, and in mean ablation each sequence's own tokens still come through. "
    "You average the pattern; average what the head has gathered with it, hook_z."
)
BREAKS = {"ablate_head": "What the head has gathered (`hook_z`, [N, T, head, d_head]) is replaced"}


def ablate_head(model, tokens, layer, head, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError(mode)

    def remove(pattern, hook):
        pattern = pattern.clone()
        pattern[:, head] = 0.0 if mode == "zero" else pattern[:, head].mean(dim=0)
        return pattern

    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_pattern", remove)])
