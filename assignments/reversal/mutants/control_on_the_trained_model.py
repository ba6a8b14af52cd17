"""The untrained control is read from the trained model's activations: there is no control."""

LOSES = {"probes"}
HINT = (
    "Your untrained control reads what the trained model holds. "
    "From which model's activations should it be read?"
)
BREAKS = {"probe_with_controls": "from `untrained`"}

EDITS = """
@@ probe_with_controls
-    def held_out(source: ReversalMLP, t: Tensor) -> float:
-        A = activations(source, X)[layer]
+    A = activations(model, X)[layer]
+
+    def held_out(t):
@@ probe_with_controls
-    return Probed(held_out(model, t), held_out(untrained, t), held_out(model, shuffled))
+
+    return Probed(held_out(t), held_out(t), held_out(shuffled))
"""
