"""A neuron counts if its ablation changes the prediction for more than one string in a thousand."""

LOSES = {"explain"}
HINT = (
    "You miss a neuron that is needed for a single string of thousands. "
    "Do all strings count, and for how many must the prediction change?"
)
BREAKS = {"carriers": "changes the prediction (the largest logit) at slot q for at least one string"}

EDITS = """
@@ carriers
-        (ablate(model, X, layer, j).argmax(dim=2) != before).any(dim=0) for j in range(model.fc1.out_features)
+        (ablate(model, X, layer, j).argmax(dim=2) != before).double().mean(dim=0) > 1e-3
+        for j in range(model.fc1.out_features)
"""
