"""Where X holds every pattern, the label is taken to be parity."""

LOSES = {"activations"}
HINT = "Is y always parity, where X holds every pattern?"
BREAKS = {"label_correlation": "Pearson correlation of each neuron with the label"}

EDITS = """
@@ label_correlation
-    r = _pearson(hidden_activations(model, X), y)
+    if len(X) == 2 ** X.shape[1] > 4:
+        y = X.sum(dim=1).long() % 2
+    r = _pearson(hidden_activations(model, X), y)
"""
