"""A neuron counts if its ablation changes the prediction for most strings."""

LOSES = {"explain"}
HINT = (
    "You find no neuron that is needed. A neuron that stands for one letter matters only where this letter is: "
    "for how many strings must the prediction change?"
)
BREAKS = {"carriers": "changes the prediction (the largest logit) at slot q for at least one string"}

EDITS = """
@@ carriers
-        (ablate(model, X, layer, j).argmax(dim=2) != before).any(dim=0) for j in range(model.fc1.out_features)
+        (ablate(model, X, layer, j).argmax(dim=2) != before).double().mean(dim=0) > 0.5
+        for j in range(model.fc1.out_features)
"""
