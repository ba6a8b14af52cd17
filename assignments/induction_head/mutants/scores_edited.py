"""The attention scores are replaced, which the library lets one do and then does not use."""

LOSES = {"cause"}
HINT = (
    "Your patched logits are those of the intact model. "
    "An edit of hook_attn_scores does nothing here: write to hook_pattern."
)


def patch_pattern(model, tokens, layer, head, pattern):
    def replace(scores, hook):
        scores = scores.clone()
        scores[:, head] = pattern.log()
        return scores

    with torch.no_grad():
        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_attn_scores", replace)])
