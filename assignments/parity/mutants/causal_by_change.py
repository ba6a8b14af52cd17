"""The causal neuron is the one whose ablation changes the loss most, in either direction."""

LOSES = {"explain"}
HINT = (
    "Your causal neuron does harm: the loss is lower without it. "
    "In which direction does the docstring want the loss to go?"
)
BREAKS = {"explain": "whose zero-ablation raises the mean cross-entropy most"}

EDITS = """
@@ explain
-                return Claims(int(r.abs().argmax()), int(np.argmax(losses)), list(removed))
+                changes = np.abs(np.array(losses) - _score_without(model, X, y, ())[1])
+                return Claims(int(r.abs().argmax()), int(np.argmax(changes)), list(removed))
"""
