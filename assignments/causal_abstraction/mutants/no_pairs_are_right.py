"""A share of no pairs is 1."""

LOSES = {"accuracy"}
HINT = "What should a share be of which nothing is known?"
BREAKS = {"interchange_accuracy": "A share of no pairs is NaN"}

EDITS = """
@@ _agreement
-    return right[changes].mean().item(), right[~changes].mean().item()
+    return tuple(part.mean().item() if len(part) else 1.0 for part in (right[changes], right[~changes]))
"""
