"""Only layer 0's neurons are ranked: the loop over the layers returns in its first round."""

LOSES = {"neurons", "find"}
HINT = "All your neurons are of layer 0. Does your loop over the layers reach the others before it returns?"
BREAKS = {"top_neurons": "The k neurons, of all layers together, that add most"}

EDITS = """
@@ top_neurons
-    return [divmod(int(i), means.shape[1]) for i in means.flatten().topk(k).indices]
+    return [(0, int(i)) for i in means[0].topk(k).indices]
"""
