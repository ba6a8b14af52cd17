"""A count of 0 times the logarithm of 0 is NaN, so a lesioned model's costs are."""

LOSES = {"rows"}
HINT = "Your costs are NaN for a lesioned model, although nothing impossible happens. What is 0 times infinity for the computer?"
BREAKS = {"forgetting_costs": "other pairs may have a logit of -inf"}

EDITS = """
@@ forgetting_costs
-    surprise = torch.where(counts > 0, -counts * W.double().log_softmax(dim=1), 0.0).sum(dim=1)
+    surprise = (-counts * W.double().log_softmax(dim=1)).sum(dim=1)
"""
