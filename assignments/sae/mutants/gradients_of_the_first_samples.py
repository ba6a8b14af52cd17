"""The gradients are those of the first 256 samples."""

LOSES = {"gradients"}
HINT = "Of very many samples your gradient knows the first alone. Over how many is the loss's mean?"
BREAKS = {"gradients": "The gradient of the total loss on x [N, d]"}

EDITS = """
@@ gradients
-    total, _, _ = loss(x, *forward(sae, x), l1)
+    total, _, _ = loss(x[:256], *forward(sae, x[:256]), l1)
"""
