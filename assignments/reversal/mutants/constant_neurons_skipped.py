"""A neuron that is the same on all rows is taken to change nothing."""

LOSES = {"ablation"}
HINT = "A neuron can be the same on all of your rows and yet be needed there. What does it write, and what is left without it?"
BREAKS = {"ablation_sweep": "What ablating each neuron of a layer alone changes at each letter position"}

EDITS = """
@@ ablation_sweep
-    return torch.stack([a - accuracy for a, _ in ablated]), torch.stack([b - loss for _, b in ablated])
+    found = torch.stack([a - accuracy for a, _ in ablated]), torch.stack([b - loss for _, b in ablated])
+    H = activations(model, X)[layer]
+    constant = H.amax(dim=0) == H.amin(dim=0)
+    for change in found:
+        change[constant] = 0.0
+    return found
"""
