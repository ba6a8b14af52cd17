"""The column is made flat and not the row."""

LOSES = {"rows"}
HINT = "Your lesion changes how often the symbol is chosen. To forget what comes after it, change its row."
BREAKS = {"forget": "whose belief after `symbol` is uniform"}

EDITS = """
@@ forget
-    forgotten[symbols.index(symbol)] = 0.0
+    forgotten[:, symbols.index(symbol)] = 0.0
"""
