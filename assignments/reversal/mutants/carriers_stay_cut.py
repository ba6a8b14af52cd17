"""The neurons that were found are cut out of the network, and stay so."""

LOSES = {"explain"}
HINT = "Ask for the carriers of one network twice. Is it still the network that you were given?"
BREAKS = {"carriers": "Leaves the model's weights as they were, and no hooks"}

EDITS = """
@@ carriers
-    return [[j for j, change in enumerate(changes) if change[q]] for q in range(X.shape[1] - 1)]
+    found = [[j for j, change in enumerate(changes) if change[q]] for q in range(X.shape[1] - 1)]
+    with torch.no_grad():
+        (model.fc2 if layer == "h1" else model.readout).weight[:, sum(found, [])] = 0.0
+    return found
"""
