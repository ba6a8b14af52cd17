"""The second head looks mostly, and not only, at what followed its token."""

LOSES = {"build"}
HINT = "Head 1.0 of your model pays a part of its attention elsewhere. What makes a softmax sharper?"
BREAKS = {"build_circuit": "an induction score of .99 for head 1.0"}

EDITS = """
@@ build_circuit
-        second.W_Q[0, token] = sharp * 32**0.5 * eye
+        second.W_Q[0, token] = 7.0 * 32**0.5 * eye
"""
