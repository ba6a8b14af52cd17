"""The neurons are ranked by the size of their share, whatever its sign."""

LOSES = {"neurons", "find"}
HINT = (
    "Your ranking puts a neuron that lowers the logit before one that raises it. "
    "What does the docstring say about the sign?"
)
BREAKS = {
    "top_neurons": "with its sign: a neuron that lowers the logit comes after those that raise it",
    "find_fact": "The neuron that adds most to the target's logit at the end of one prompt",
}

EDITS = """
@@ top_neurons
-    return [divmod(int(i), means.shape[1]) for i in means.flatten().topk(k).indices]
+    return [divmod(int(i), means.shape[1]) for i in means.flatten().abs().topk(k).indices]
"""
