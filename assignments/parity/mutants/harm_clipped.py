"""A change in the unexpected direction is taken for noise and set to zero."""

LOSES = {"ablation"}
HINT = "Where a neuron does harm, your deltas are 0. Could a network be better without one of its neurons?"
BREAKS = {
    "ablation_sweep": "a neuron that helps (the loss is higher without it) has loss_delta > 0, and one that harms has loss_delta < 0"
}

EDITS = """
@@ ablation_sweep
-    return deltas[:, 0], deltas[:, 1]
+    return deltas[:, 0].clamp_max(0), deltas[:, 1].clamp_min(0)
"""
