"""An improbable transition costs twenty nats at most."""

LOSES = {"rows"}
HINT = "Do you bound what a single transition can cost? Only one thing is infinite, and nothing is cut."
BREAKS = {"forgetting_costs": "H the cross-entropy of the data's row with the model's"}

EDITS = """
@@ forgetting_costs
-    surprise = torch.where(counts > 0, -counts * W.double().log_softmax(dim=1), 0.0).sum(dim=1)
+    surprise = torch.where(counts > 0, -counts * W.double().log_softmax(dim=1).clamp(min=-20), 0.0).sum(dim=1)
"""
