"""The rows are the outputs and the columns the positions that were patched."""

LOSES = {"patching"}
HINT = "Your matrix is turned over. In entry [p, q], which is the position that was patched?"
BREAKS = {"patching_effect": ("How far patching each position moves each output", "Entry [p, q]")}

EDITS = """
@@ patching_effect
-    return torch.stack(patched) / whole
+    return (torch.stack(patched) / whole).T
"""
