"""Each neuron is listed at one position only, the first that needs it."""

LOSES = {"explain"}
HINT = "Your lists never share a neuron. Does each of them list all that its own position needs?"
BREAKS = {"carriers": "It may be needed at several"}

EDITS = """
@@ carriers
-    return [[j for j, change in enumerate(changes) if change[q]] for q in range(X.shape[1] - 1)]
+    slots = range(X.shape[1] - 1)
+    return [[j for j, change in enumerate(changes) if change[q] and not change[:q].any()] for q in slots]
"""
