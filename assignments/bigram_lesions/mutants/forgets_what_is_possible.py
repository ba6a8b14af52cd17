"""The row becomes flat over what the model does not rule out."""

LOSES = {"rows"}
HINT = "Is your forgotten row uniform over all symbols, also in a model where one was deleted?"
BREAKS = {"forget": "uniform over all V symbols"}

EDITS = """
@@ forget
-    forgotten[symbols.index(symbol)] = 0.0
+    row = forgotten[symbols.index(symbol)]
+    row[row.isfinite()] = 0.0
"""
