"""The layers are counted from one."""

LOSES = {"circuit"}
HINT = "You count the layers from one. The first is layer 0."
BREAKS = {"find_circuit": "((0, head), (1, head))"}

EDITS = """
@@ find_circuit
-    return (0, previous), (1, induction)
+    return (1, previous), (2, induction)
"""
