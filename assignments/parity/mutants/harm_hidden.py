"""The sizes of the changes are returned, so a neuron that harms looks like one that helps."""

LOSES = {"ablation"}
HINT = (
    "None of your neurons does any harm. "
    "What are the signs of the deltas if the network is better without a neuron?"
)
BREAKS = {"ablation_sweep": "and one that harms has loss_delta < 0"}

EDITS = """
@@ ablation_sweep
-    return deltas[:, 0], deltas[:, 1]
+    return -deltas[:, 0].abs(), deltas[:, 1].abs()
"""
