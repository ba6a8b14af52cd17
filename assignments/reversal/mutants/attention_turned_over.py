"""Rows and columns of the attention have changed places."""

LOSES = {"transformer"}
HINT = "Your attention is turned over. In entry [n, h, i, j], which slot looks and which is looked at?"
BREAKS = {"attention_patterns": "entry [n, h, i, j] is how much slot i of row n looks at slot j in head h"}

EDITS = """
@@ attention_patterns
-        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=3)
+        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=3).transpose(2, 3)
"""
