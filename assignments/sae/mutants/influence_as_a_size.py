"""The influence is the size of the change, without its sign."""

LOSES = {"influence"}
HINT = "None of your influences is negative. What does a source do that holds the target down?"
BREAKS = {"feature_influence": "Positive where the source raises the target"}

EDITS = """
@@ feature_influence
-    return intact - ablated
+    return (intact - ablated).abs()
"""
