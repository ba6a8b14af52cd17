"""The head's number is used as a position."""

LOSES = {"ablate"}
HINT = (
    "You replace one position of all heads. "
    "hook_z is [batch, position, head, d_head]: where does the head's index go?"
)

EDITS = """
@@ ablate_component
-        z[:, :, head] = replacement(z[:, :, head])
+        z[:, head] = replacement(z[:, head])
"""
