"""A step is taken along the gradients before they are returned."""

LOSES = {"gradients"}
HINT = "Your first answer is right, and the autoencoder is another one afterwards. Who asked for a step?"
BREAKS = {"gradients": "Leaves the values of the parameters as they were"}

EDITS = """
@@ gradients
-    return dict(zip((name for name, _ in sae.named_parameters()), found, strict=True))
+    with torch.no_grad():
+        for parameter, gradient in zip(sae.parameters(), found, strict=True):
+            parameter -= 0.01 * gradient
+    return dict(zip((name for name, _ in sae.named_parameters()), found, strict=True))
"""
