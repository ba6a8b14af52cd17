"""Only the last position is ablated, so what the component wrote elsewhere still reaches later layers."""

LOSES = {"ablate"}
HINT = (
    "You ablate at the last position only. "
    "Attention in later layers reads the earlier positions: what does it still find there?"
)
BREAKS = {"ablate_component": "replaced at every position"}

EDITS = """
@@ ablate_component
-        z[:, :, head] = replacement(z[:, :, head])
+        z[:, -1, head] = replacement(z[:, :, head])[:, -1]
@@ ablate_component
-        return replacement(out)
+        return torch.cat([out[:, :-1], replacement(out)[:, -1:]], dim=1)
"""
