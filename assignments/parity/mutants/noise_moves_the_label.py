"""The prediction is compared with the label of the flipped pattern, so noise costs nothing."""

LOSES = {"noise"}
HINT = (
    "Your accuracy does not depend on the noise. "
    "Whose label is the prediction compared with: the pattern's that was sent, or the pattern's that arrived?"
)
BREAKS = {"noisy_accuracy": "is compared with the clean pattern's label"}

EDITS = """
@@ noisy_accuracy
-        right = model(X).argmax(dim=1)[None] == y[:, None]
+        right = (model(X).argmax(dim=1) == y)[None]
"""
