"""Of an MLP, the hidden units are replaced, so that its output bias stays."""

LOSES = {"ablate"}
HINT = (
    "After your ablation an MLP still writes its output bias. "
    "Which activation holds all that it adds to the stream?"
)


def ablate_component(model, tokens, component, mode="zero"):
    layer, head = _parsed(model, component)

    def replacement(value):
        return torch.zeros_like(value) if mode == "zero" else value.mean(dim=0, keepdim=True).expand_as(value)

    def replace_head(z, hook):
        z = z.clone()
        z[:, :, head] = replacement(z[:, :, head])
        return z

    def replace_mlp(out, hook):
        return replacement(out)

    name = f"blocks.{layer}.mlp.hook_post" if head is None else f"blocks.{layer}.attn.hook_z"
    with torch.no_grad():
        return model.run_with_hooks(
            tokens, fwd_hooks=[(name, replace_mlp if head is None else replace_head)]
        )[:, -1]
