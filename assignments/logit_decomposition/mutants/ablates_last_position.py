"""Only the last position is ablated, so what the component wrote elsewhere still reaches later layers."""

LOSES = {"ablate"}
HINT = (
    "You ablate at the last position only. "
    "Attention in later layers reads the earlier positions: what does it still find there?"
)


def ablate_component(model, tokens, component, mode="zero"):
    layer, head = _parsed(model, component)

    def replacement(value):
        return torch.zeros_like(value) if mode == "zero" else value.mean(dim=0, keepdim=True).expand_as(value)

    def replace_head(z, hook):
        z = z.clone()
        z[:, -1, head] = replacement(z[:, :, head])[:, -1]
        return z

    def replace_mlp(out, hook):
        return torch.cat([out[:, :-1], replacement(out)[:, -1:]], dim=1)

    name = f"blocks.{layer}.hook_mlp_out" if head is None else f"blocks.{layer}.attn.hook_z"
    with torch.no_grad():
        return model.run_with_hooks(
            tokens, fwd_hooks=[(name, replace_mlp if head is None else replace_head)]
        )[:, -1]
