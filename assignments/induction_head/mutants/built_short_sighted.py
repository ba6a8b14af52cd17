"""The first head looks mostly, and not only, at the token before."""

LOSES = {"build"}
HINT = "Head 0.0 of your model pays a part of its attention elsewhere. What makes a softmax sharper?"
BREAKS = {"build_circuit": "a previous-token score of .99 for head 0.0"}

EDITS = """
@@ build_circuit
-        first.W_Q[0, position] = sharp * 32**0.5 * eye.roll(-1, dims=1)
+        first.W_Q[0, position] = 6.0 * 32**0.5 * eye.roll(-1, dims=1)
"""
