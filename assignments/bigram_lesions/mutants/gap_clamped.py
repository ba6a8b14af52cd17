"""The model's probabilities are kept above 1e-12, so the gap is finite where the model rules out what the data has."""

LOSES = {"beliefs"}
HINT = "Your gap is finite where the model gives probability 0 to a pair that the data has. What does the definition say?"
BREAKS = {
    "belief_gap": "Where the model gives probability 0 to a pair that the data has, a logit of -inf, the gap is infinite"
}

EDITS = """
@@ belief_gap
-    terms = E * (E.log() - W.double().log_softmax(dim=1))
+    terms = E * (E / _probabilities(W).clamp(min=1e-12)).log()
"""
