"""The head's number is used as a row of the batch."""

LOSES = {"ablate"}
HINT = (
    "You replace one prompt of the batch. "
    "hook_z is [batch, position, head, d_head]: where does the head's index go?"
)
BREAKS = {"ablate_component": "tokens is [B, T]"}

EDITS = """
@@ ablate_component
-        z[:, :, head] = replacement(z[:, :, head])
+        z[head] = 0.0 if mode == "zero" else z.mean(dim=0)
"""
