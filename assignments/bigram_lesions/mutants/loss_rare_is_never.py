"""Transitions less probable than 1e-8 are taken to be impossible."""

LOSES = {"loss"}
HINT = (
    "Your loss is infinite where a transition is only improbable. From which probability on do you say never?"
)
BREAKS = {"nll": "finite if it is only improbable"}

EDITS = """
@@ nll
-    surprise = torch.where(counts > 0, -W.double().log_softmax(dim=1) * counts, 0.0)
+    P = _probabilities(W)
+    surprise = torch.where(counts > 0, -torch.where(P > 1e-8, P, 0.0).log() * counts, 0.0)
"""
