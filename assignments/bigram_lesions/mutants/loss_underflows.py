"""The logarithm of a softmax in float32: what is improbable enough is impossible."""

LOSES = {"loss"}
HINT = "What is exp(-150) in float32, and what is its logarithm? The logarithm of a softmax can be had without the softmax."
BREAKS = {"nll": "finite if it is only improbable"}

EDITS = """
@@ nll
-    surprise = torch.where(counts > 0, -W.double().log_softmax(dim=1) * counts, 0.0)
+    surprise = torch.where(counts > 0, -W.float().softmax(dim=1).double().log() * counts, 0.0)
"""
