"""The cost is that of one use of the row, not weighted by how often it is used."""

LOSES = {"rows"}
HINT = (
    "Your costs are for one transition out of each row, however rare. "
    "The loss is a mean over all transitions: which share of them starts there?"
)
BREAKS = {"forgetting_costs": "By how much `nll` on these words rises"}

EDITS = """
@@ forgetting_costs
-    return (counts.sum(dim=1) * math.log(len(symbols)) - surprise) / counts.sum()
+    total = counts.sum(dim=1)
+    return torch.where(total > 0, math.log(len(symbols)) - surprise / total.clamp(min=1), 0.0)
"""
