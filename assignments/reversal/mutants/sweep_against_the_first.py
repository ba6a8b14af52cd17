"""The baseline is the run without the first neuron."""

LOSES = {"ablation"}
HINT = "Your deltas are 0 for the first neuron. With what is it compared, and what is the baseline of the docstring?"
BREAKS = {"ablation_sweep": "where the baseline is the intact model"}

EDITS = """
@@ ablation_sweep
-        accuracy, loss = _score(model(X), Y)
+        accuracy, loss = _score(ablate(model, X, layer, 0, mode), Y)
"""
