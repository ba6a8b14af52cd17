"""A neuron counts where its ablation changes any logit."""

LOSES = {"explain"}
HINT = "You name neurons whose ablation moves the logits and changes no prediction. What has to change before one counts?"
BREAKS = {"carriers": "changes the prediction (the largest logit)"}

EDITS = """
@@ carriers
-        before = model(X).argmax(dim=2)
+        before = model(X)
@@ carriers
-        (ablate(model, X, layer, j).argmax(dim=2) != before).any(dim=0) for j in range(model.fc1.out_features)
+        ((ablate(model, X, layer, j) - before).abs() > 1e-3).any(dim=2).any(dim=0) for j in range(model.fc1.out_features)
"""
