"""The sign is turned round: ablated minus intact."""

LOSES = {"influence"}
HINT = (
    "Your influence is negative where the source raises the target. Which of the two runs is subtracted "
    "from which?"
)
BREAKS = {"feature_influence": "intact minus ablated"}

EDITS = """
@@ feature_influence
-    return intact - ablated
+    return ablated - intact
"""
