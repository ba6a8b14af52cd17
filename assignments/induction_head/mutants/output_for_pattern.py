"""The pattern is applied to what the head has gathered already, instead of in place of its own."""

LOSES = {"cause"}
HINT = (
    "You apply the new pattern to hook_z, which has been gathered by the head's own pattern before. "
    "Replace the pattern itself, and let the model gather with it."
)
BREAKS = {
    "patch_pattern": "the head gathers its values by this pattern instead of its own, whatever it holds"
}


def patch_pattern(model, tokens, layer, head, pattern):
    def replace(z, hook):
        z = z.clone()
        z[:, :, head] = pattern @ z[:, :, head]
        return z

    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_z", replace)])
