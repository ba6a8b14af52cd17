"""What the model finds less probable than 1e-6 is taken to be ruled out."""

LOSES = {"beliefs"}
HINT = "Your gap is infinite where the model finds a pair improbable, and not only where it rules it out. From which probability on do you say never?"
BREAKS = {
    "belief_gap": "Where the model gives probability 0 to a pair that the data has, a logit of -inf, the gap is infinite"
}

EDITS = """
@@ belief_gap
-    terms = E * (E.log() - W.double().log_softmax(dim=1))
+    P = _probabilities(W)
+    terms = E * (E / torch.where(P > 1e-6, P, 0.0)).log()
"""
