"""Neurons that lower the logit are left out, so that there may be fewer than k."""

LOSES = {"neurons"}
HINT = "You were asked for more neurons than there are that raise the logit, and gave fewer. Which come after these?"
BREAKS = {"top_neurons": "with its sign: a neuron that lowers the logit comes after those that raise it"}

EDITS = """
@@ top_neurons
-    return [divmod(int(i), means.shape[1]) for i in means.flatten().topk(k).indices]
+    best = means.flatten().topk(k)
+    return [divmod(int(i), means.shape[1]) for i in best.indices[best.values > 0]]
"""
