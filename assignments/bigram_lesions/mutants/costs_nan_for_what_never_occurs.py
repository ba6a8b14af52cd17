"""H is the mean over a symbol's own transitions, 0 / 0 where there are none."""

LOSES = {"rows"}
HINT = "What does forgetting the row of a symbol cost that never occurs? Yours is NaN: 0 / 0 on the way."
BREAKS = {"forgetting_costs": "0 for a symbol that never occurs"}

EDITS = """
@@ forgetting_costs
-    return (counts.sum(dim=1) * math.log(len(symbols)) - surprise) / counts.sum()
+    total = counts.sum(dim=1)
+    return total / total.sum() * (math.log(len(symbols)) - surprise / total)
"""
