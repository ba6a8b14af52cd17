"""Mean ablation is done one sequence at a time, where the mean over sequences is the thing itself."""

LOSES = {"cause"}
HINT = (
    "In mean mode your logits are those of the intact model. "
    "A mean over one sequence is the sequence itself: run all of them together."
)


def ablate_head(model, tokens, layer, head, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError(mode)

    def remove(z, hook):
        z = z.clone()
        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=0)
        return z

    hooks = [(f"blocks.{layer}.attn.hook_z", remove)]
    with torch.no_grad():
        return torch.cat([model.run_with_hooks(row[None], fwd_hooks=hooks) for row in tokens])
