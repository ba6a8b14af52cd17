"""The most aligned neuron is looked for by r instead of |r|, so a negative one is never found."""

LOSES = {"explain"}
HINT = (
    "A neuron that is off whenever the label is 1 tells as much about it as one that is on. "
    "What does the sign of r say about how aligned a neuron is?"
)
BREAKS = {"explain": "aligned: the neuron with the largest |r| with the label"}

EDITS = """
@@ explain
-                return Claims(int(r.abs().argmax()), int(np.argmax(losses)), list(removed))
+                return Claims(int(r.argmax()), int(np.argmax(losses)), list(removed))
"""
