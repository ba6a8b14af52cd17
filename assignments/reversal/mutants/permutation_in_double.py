"""The model is turned into one of float64 on the way, and stays it."""

LOSES = {"explain"}
HINT = "Your permutation is right, and the model's weights are of another type afterwards. Does `.double()` make a copy?"
BREAKS = {"recover_permutation": "Leaves the model's weights as they were, and no hooks"}

EDITS = """
@@ recover_permutation
-    return influence(model, _every_input(model)).argmax(dim=0).tolist()
+    return influence(model.double(), _every_input(model)).argmax(dim=0).tolist()
"""
