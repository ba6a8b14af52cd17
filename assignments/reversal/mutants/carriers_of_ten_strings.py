"""Only the first ten strings are tried."""

LOSES = {"explain"}
HINT = "You miss neurons that stand for letters in later strings. How many strings can the model be given?"
BREAKS = {"carriers": "all strings that the model can be given count"}

EDITS = """
@@ carriers
-    X = _every_input(model)
+    X = _every_input(model)[:10]
"""
