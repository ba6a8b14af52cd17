"""The hook is added to the model and never removed."""

LOSES = {"ablate"}
HINT = (
    "Your ablations add up, since each one's hook stays on the model. "
    "What does run_with_hooks do after the run that add_hook does not?"
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

    name = f"blocks.{layer}.hook_mlp_out" if head is None else f"blocks.{layer}.attn.hook_z"
    with torch.no_grad():
        model.add_hook(name, replace_mlp if head is None else replace_head)
        return model(tokens)[:, -1]
