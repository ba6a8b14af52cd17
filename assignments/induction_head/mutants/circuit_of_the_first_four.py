"""Only the first four heads of each layer are considered."""

LOSES = {"circuit"}
HINT = "Your heads are always among the first four of a layer. How many are there?"
BREAKS = {"find_circuit": "First the previous-token head in layer 0"}

EDITS = """
@@ find_circuit
-    heads = range(model.cfg.n_heads)
+    heads = range(4)
"""
