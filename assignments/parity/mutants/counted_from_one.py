"""The neurons are counted from 1."""

LOSES = {"explain"}
HINT = "Each of your neurons is one too far. What is the index of the first neuron?"
BREAKS = {"explain": "neurons are named by index, 0 … H - 1"}

EDITS = """
@@ explain
-                return Claims(int(r.abs().argmax()), int(np.argmax(losses)), list(removed))
+                named = [j + 1 for j in removed]
+                return Claims(int(r.abs().argmax()) + 1, int(np.argmax(losses)) + 1, named)
"""
