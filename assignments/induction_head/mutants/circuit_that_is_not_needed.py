"""The heads are those without which the model is right most often, instead of least."""

LOSES = {"circuit"}
HINT = "You choose heads without which the model does as well as before. Which way round is your comparison?"
BREAKS = {"find_circuit": "with the output of either set to 0, the model fails on `repeated_sequences`"}

EDITS = """
@@ find_circuit
-    previous = min(heads, key=lambda head: accuracy_without(0, head))
-    induction = min(heads, key=lambda head: accuracy_without(1, head))
+    previous = sorted(heads, key=lambda head: accuracy_without(0, head))[-1]
+    induction = sorted(heads, key=lambda head: accuracy_without(1, head))[-1]
"""
