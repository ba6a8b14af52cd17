"""The column is deleted, and the symbol's own row is made flat as well."""

LOSES = {"lesion", "lab"}
HINT = (
    "You delete the symbol's column and also change its row. "
    "What is asked for touches the row like any other: the rest of it keeps its proportions."
)
BREAKS = {
    "lesion": "in every row (the symbol's own too) the other probabilities are as before divided by 1 - p"
}

EDITS = """
@@ lesion
     lesioned = W.clone()
+    lesioned[symbols.index(symbol)] = 0.0
"""
