"""The neurons of h1 are returned, whatever layer is asked for."""

LOSES = {"explain"}
HINT = "Your carriers are the same in both layers. Where does `layer` make a difference in your code?"
BREAKS = {"carriers": 'the neurons of `layer` ("h1" or "h2") that it needs'}

EDITS = """
@@ carriers
-        (ablate(model, X, layer, j).argmax(dim=2) != before).any(dim=0) for j in range(model.fc1.out_features)
+        (ablate(model, X, "h1", j).argmax(dim=2) != before).any(dim=0) for j in range(model.fc1.out_features)
"""
