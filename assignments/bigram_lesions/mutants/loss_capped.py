"""An improbable transition costs a hundred nats at most."""

LOSES = {"loss"}
HINT = "Do you bound what a single transition can cost? Only one thing is infinite, and nothing is cut."
BREAKS = {"nll": "The mean negative log-likelihood, in nats for each transition of the words"}

EDITS = """
@@ nll
-    surprise = torch.where(counts > 0, -W.double().log_softmax(dim=1) * counts, 0.0)
+    each = -_probabilities(W).log()
+    each = torch.where(each.isinf(), each, each.clamp(max=100.0))
+    surprise = torch.where(counts > 0, each * counts, 0.0)
"""
