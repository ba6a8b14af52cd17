"""The untrained model's accuracy comes first, the trained model's second."""

LOSES = {"probes"}
HINT = "Your trained and untrained accuracies have each other's place. Which comes first in Probed?"
BREAKS = {
    "probe_with_controls": "Returns Probed(trained, untrained, shuffled), three held-out accuracies: from `model`"
}

EDITS = """
@@ probe_with_controls
-    return Probed(held_out(model, t), held_out(untrained, t), held_out(model, shuffled))
+    return Probed(held_out(untrained, t), held_out(model, t), held_out(model, shuffled))
"""
