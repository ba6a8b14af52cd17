"""All heads of the layer are ablated."""

LOSES = {"ablate"}
HINT = "Ablating one head of yours takes its neighbours with it. Which axis of hook_z counts the heads?"


def ablate_component(model, tokens, component, mode="zero"):
    layer, head = _parsed(model, component)

    def replacement(value):
        return torch.zeros_like(value) if mode == "zero" else value.mean(dim=0, keepdim=True).expand_as(value)

    def replace_head(z, hook):
        z = z.clone()
        z = replacement(z).clone()
        return z

    def replace_mlp(out, hook):
        return replacement(out)

    name = f"blocks.{layer}.hook_mlp_out" if head is None else f"blocks.{layer}.attn.hook_z"
    with torch.no_grad():
        return model.run_with_hooks(
            tokens, fwd_hooks=[(name, replace_mlp if head is None else replace_head)]
        )[:, -1]
