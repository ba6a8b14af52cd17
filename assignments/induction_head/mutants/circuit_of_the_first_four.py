"""Only the first four heads of each layer are considered."""

LOSES = {"circuit"}
HINT = "Your heads are always among the first four of a layer. How many are there?"
BREAKS = {"find_circuit": "First the previous-token head in layer 0"}

EDITS = """
@@ find_circuit
-    copies = int(copying_score(model)[1].argmax())
-    writes = int(k_composition(model)[:, copies].argmax())
+    copies = int(copying_score(model)[1, :4].argmax())
+    writes = int(k_composition(model)[:4, copies].argmax())
"""
