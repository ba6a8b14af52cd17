"""The second axis of hook_z is taken for the heads; it is the positions."""

LOSES = {"cause", "circuit"}
HINT = (
    "You change one position of all heads instead of one head at all positions. "
    "Print the shape of hook_z: which axis are the heads?"
)
BREAKS = {"ablate_head": "What the head has gathered (`hook_z`, [N, T, head, d_head]) is replaced by 0"}

EDITS = """
@@ ablate_head
-        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=0)
+        z[:, head] = 0.0 if mode == "zero" else z[:, head].mean(dim=0)
"""
