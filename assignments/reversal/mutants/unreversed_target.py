"""The probe is asked for the input letter at the position, not for the output letter."""

LOSES = {"probes"}
HINT = (
    "Your probe looks for the letter that goes in at that position. "
    "Which letter should come out there, and where in X does it stand?"
)
BREAKS = {
    "probe_with_controls": "The answer for a row of X [N, L+1] is what `targets` has in slot `position`"
}

EDITS = """
@@ probe_with_controls
-    t = X[:, -2 - position]
+    t = X[:, position]
"""
