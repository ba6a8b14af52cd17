"""The causal neuron is the one whose ablation costs the most accuracy, not the most cross-entropy."""

LOSES = {"explain"}
HINT = (
    "Your causal neuron is the one that costs the most accuracy. "
    "The claim is about cross-entropy, and the two need not agree; on trained networks accuracy mostly ties."
)
BREAKS = {"explain": "causal: the neuron whose zero-ablation raises the mean cross-entropy most"}

EDITS = """
@@ explain
-    losses = [_score_without(model, X, y, (j,))[1] for j in neurons]
+    scores = [_score_without(model, X, y, (j,))[0] for j in neurons]
@@ explain
-                return Claims(int(r.abs().argmax()), int(np.argmax(losses)), list(removed))
+                return Claims(int(r.abs().argmax()), int(np.argmin(scores)), list(removed))
"""
