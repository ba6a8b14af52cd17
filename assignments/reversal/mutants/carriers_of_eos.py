"""There is a list for the <eos> slot too."""

LOSES = {"explain"}
HINT = "You return one list too many. How many output positions hold letters?"
BREAKS = {"carriers": "Returns L lists of indices"}

EDITS = """
@@ carriers
-    return [[j for j, change in enumerate(changes) if change[q]] for q in range(X.shape[1] - 1)]
+    return [[j for j, change in enumerate(changes) if change[q]] for q in range(X.shape[1])]
"""
