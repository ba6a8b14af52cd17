"""The contexts are ranked by what the neuron is before the activation function, and given with what it is after."""

LOSES = {"neurons"}
HINT = (
    "You rank the contexts by one activation and return another. "
    "GELU falls below -0.75: which of two contexts comes first there, and by what were you asked to rank?"
)
BREAKS = {"max_activating_contexts": "in the list, and the neuron's activation at the end of each"}

EDITS = """
@@ max_activating_contexts
-    best = found.topk(k)
-    return best.indices.tolist(), best.values
+    before = [_run(model, tokens)[1][name.replace("post", "pre")][0, -1, neuron] for tokens in contexts]
+    best = torch.stack(before).topk(k).indices
+    return best.tolist(), found[best]
"""
