"""The causal neuron is the one whose mean-ablation raises the loss most."""

LOSES = {"explain"}
HINT = "Your causal neuron is the one that mean-ablation names. Which ablation is the claim about?"
BREAKS = {"explain": "causal: the neuron whose zero-ablation"}

EDITS = """
@@ explain
-    losses = [_score_without(model, X, y, (j,))[1] for j in neurons]
+    losses = [_score(ablate(model, X, j, "mean"), y)[1] for j in neurons]
"""
