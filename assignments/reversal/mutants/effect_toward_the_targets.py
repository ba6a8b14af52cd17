"""The tokens compared are those that would be right, not those that the model predicts."""

LOSES = {"patching"}
HINT = "You compare the letters that would be right. Which two tokens does the docstring compare where the model is wrong?"
BREAKS = {"patching_effect": "let c be the token (a letter or <eos>) that the model predicts there for X"}

EDITS = """
@@ patching_effect
-    c, d = clean.argmax(dim=2, keepdim=True), given_by_donor.argmax(dim=2, keepdim=True)
+    c, d = targets(X)[:, :-1, None], targets(donor)[:, :-1, None]
"""
