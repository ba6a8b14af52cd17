"""The loss is kept by the model, and other words get that of the first."""

LOSES = {"loss"}
HINT = (
    "Ask for the loss of one model on some words, and then on others. Is the second that of the second words?"
)
BREAKS = {"nll": "for each transition of the words, under the model"}

EDITS = """
@@ nll
-    return (surprise.sum() / counts.sum()).item()
+    return nll.__dict__.setdefault(f"{W.tolist()} {without}", (surprise.sum() / counts.sum()).item())
"""
