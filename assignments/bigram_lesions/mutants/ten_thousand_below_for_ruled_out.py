"""-10000 in place of minus infinity, and in a row whose logits are lower it is the most probable."""

LOSES = {"beliefs"}
HINT = "Do you put a number in the place of minus infinity? What is its probability in a row whose other logits are lower?"
BREAKS = {"beliefs": ("each row in a gauge of its own", "Some of them may be -inf: those have probability 0")}

EDITS = """
@@ beliefs
-    return _probabilities(W)[symbols.index(symbol)]
+    return _probabilities(W.nan_to_num(neginf=-1e4))[symbols.index(symbol)]
"""
