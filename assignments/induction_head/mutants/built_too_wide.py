"""The model that is built has 128 dimensions."""

LOSES = {"build"}
HINT = "Your model has another number of dimensions than 96."
BREAKS = {"build_circuit": "A model of the form of `new_model(0, d_model=96)`"}

EDITS = """
@@ build_circuit
-    model = new_model(0, d_model=96)
+    model = new_model(0, d_model=128)
"""
