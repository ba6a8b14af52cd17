"""Only the first symbol of `without` is left out."""

LOSES = {"loss"}
HINT = "With one symbol in `without` your loss is right. Is it with two?"
BREAKS = {"nll": "Transitions *to* a symbol in `without` are left out of sum and count"}

EDITS = """
@@ nll
-    counts[:, [symbols.index(symbol) for symbol in without]] = 0.0
+    counts[:, [symbols.index(symbol) for symbol in without[:1]]] = 0.0
"""
