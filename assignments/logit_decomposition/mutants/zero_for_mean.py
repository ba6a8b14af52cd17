"""Mean-ablation replaces by zero."""

LOSES = {"ablate"}
HINT = "Your mean-ablation gives what zero-ablation gives. Where does the mean over the batch come in?"


def ablate_component(model, tokens, component, mode="zero"):
    layer, head = _parsed(model, component)

    def replacement(value):
        return torch.zeros_like(value)

    def replace_head(z, hook):
        z = z.clone()
        z[:, :, head] = replacement(z[:, :, head])
        return z

    def replace_mlp(out, hook):
        return replacement(out)

    name = f"blocks.{layer}.hook_mlp_out" if head is None else f"blocks.{layer}.attn.hook_z"
    with torch.no_grad():
        return model.run_with_hooks(
            tokens, fwd_hooks=[(name, replace_mlp if head is None else replace_head)]
        )[:, -1]
