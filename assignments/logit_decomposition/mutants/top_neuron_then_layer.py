"""The pairs name the neuron first and then the layer."""

LOSES = {"neurons", "find"}
HINT = "Your pairs are turned around. Which of the two does the docstring put first?"
BREAKS = {"top_neurons": "pairs of layer and index", "find_fact": "its (layer, index)"}

EDITS = """
@@ top_neurons
-    return [divmod(int(i), means.shape[1]) for i in means.flatten().topk(k).indices]
+    return [divmod(int(i), means.shape[1])[::-1] for i in means.flatten().topk(k).indices]
"""
