"""The search for the smallest set leaves out neurons that are the same on every row."""

LOSES = {"explain"}
HINT = (
    "You leave a neuron out of the smallest set that is the same on every row. What does zero-ablation take away of it, "
    "and what do the others rely on?"
)
BREAKS = {"explain": "the smallest set of neurons whose *joint* zero-ablation"}

EDITS = """
@@ explain
-        for removed in itertools.combinations(neurons, size):
+        varying = [j for j in neurons if hidden_activations(model, X)[:, j].std() > 1e-6]
+        for removed in itertools.combinations(varying, size):
"""
