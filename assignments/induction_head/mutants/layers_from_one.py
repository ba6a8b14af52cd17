"""The layers are counted from one."""

LOSES = {"circuit"}
HINT = "You count the layers from one. The first is layer 0."
BREAKS = {"find_circuit": "((0, head), (1, head))"}

EDITS = """
@@ find_circuit
-    return (0, writes), (1, copies)
+    return (1, writes), (2, copies)
"""
