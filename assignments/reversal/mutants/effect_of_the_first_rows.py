"""The effect is that of the first hundred rows."""

LOSES = {"patching"}
HINT = "With many rows your effect is off. Over how many of them are your sums?"
BREAKS = {"patching_effect": "divided by the sum over the rows"}

EDITS = """
@@ patching_effect
-    with torch.no_grad():
+    X, donor = X[:100], donor[:100]
+    with torch.no_grad():
"""
