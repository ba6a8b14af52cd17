"""The k neurons come with the smallest of them first, as argsort leaves them."""

LOSES = {"neurons"}
HINT = "Your neurons are the right ones in the wrong order. Which end does argsort put the largest at?"
BREAKS = {"top_neurons": "The largest first"}

EDITS = """
@@ top_neurons
-    return [divmod(int(i), means.shape[1]) for i in means.flatten().topk(k).indices]
+    return [divmod(int(i), means.shape[1]) for i in means.flatten().argsort()[-k:]]
"""
