"""The bias of the values is added to each row of the weights."""

LOSES = {"composition"}
HINT = "There are biases in your matrices. They say nothing of what is passed on."
BREAKS = {"k_composition": "Biases do not count"}

EDITS = """
@@ k_composition
-        W_OV = (first.W_V @ first.W_O)[:, None]
+        W_OV = ((first.W_V + first.b_V[:, None]) @ first.W_O)[:, None]
"""
