"""Only the first batch of the other prompts is kept apart from the key."""

LOSES = {"edit"}
HINT = (
    "Your edit leaves the first batch of prompts alone, and not the others. How many batches were you given?"
)
BREAKS = {"edit_fact": "`others` is a list of one or more batches [B, T]"}

EDITS = """
@@ edit_fact
-    keys = torch.cat([_run(model, other)[1][name][:, -1] for other in others])
+    keys = _run(model, others[0])[1][name][:, -1]
"""
