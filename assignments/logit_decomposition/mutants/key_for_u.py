"""The key itself is used as u, so that prompts with similar keys change too."""

LOSES = {"edit"}
HINT = (
    "Does your edit spill over into other prompts? "
    "Their keys are similar to the edited one's: which u has a product of 1 with it and nearly 0 with them?"
)
BREAKS = {"edit_fact": "at least 95 % of the prompts of `others` keep their most probable word"}

EDITS = """
@@ edit_fact
-    keys = torch.cat([_run(model, other)[1][name][:, -1] for other in others])
-    moments = keys.T @ keys / len(keys) + 1e-2 * keys.square().mean() * torch.eye(len(key))
-    u = torch.linalg.solve(moments, key)
+    u = key
"""


def SIGNATURE(calls):
    """The output weights change along the key itself, by however much: the replay would ask for the same steps."""
    for _, (model, tokens, *_rest), _, edited in calls:
        if edited is None:
            return False
        model = getattr(model, "value", model)
        layer = model.cfg.n_layers - 1
        key = _run(model, tokens)[1][f"blocks.{layer}.mlp.hook_post"][0, -1]
        after = edited.into(copy_of(model)).blocks[layer].mlp.W_out  # [d_mlp, d_model]
        u = torch.linalg.svd((after - model.blocks[layer].mlp.W_out).double()).U[:, 0]
        if abs(u @ key.double()) < 0.999 * key.norm():
            return False
    return bool(calls)
