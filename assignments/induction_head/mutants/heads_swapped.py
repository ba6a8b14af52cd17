"""The induction head is returned first and the previous-token head second."""

LOSES = {"circuit"}
HINT = (
    "You return the two heads in the other order. "
    "First the head of layer 0, then that of layer 1, each as (layer, head)."
)
BREAKS = {"find_circuit": "First the previous-token head in layer 0, then the induction head in layer 1"}

EDITS = """
@@ find_circuit
-    return (0, previous), (1, induction)
+    return (1, induction), (0, previous)
"""
