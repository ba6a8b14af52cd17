"""The probe is scored on the rows that it was fitted on."""

LOSES = {"probes"}
HINT = (
    "Your probe knows even the shuffled answers, better than chance. "
    "There is nothing to know about them: on which rows is it scored?"
)
BREAKS = {"probe_with_controls": "the others for scoring"}

EDITS = """
@@ probe_with_controls
-        return probe_accuracy(fit_probe(A[fitting], t[fitting]), A[scoring], t[scoring])
+        return probe_accuracy(fit_probe(A[fitting], t[fitting]), A[fitting], t[fitting])
"""
