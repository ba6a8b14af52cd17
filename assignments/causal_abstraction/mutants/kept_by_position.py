"""What is named at a position is kept there at every layer."""

LOSES = {"scrub"}
HINT = "A position can have sites at two layers, in other subspaces. Which of them do you keep at the first?"
BREAKS = {"scrubbed_accuracy": "let K be the span of the columns of all sites at that layer and position"}

EDITS = """
@@ _kept
-    return {at: _projection(torch.cat(parts, dim=1)) for at, parts in bases.items()}
+    every = {at: [b for (_, x), parts in bases.items() if x == at[1] for b in parts] for at in bases}
+    return {at: _projection(torch.cat(parts, dim=1)) for at, parts in every.items()}
"""
