"""The mode is looked at for heads alone; an MLP takes any other for mean."""

LOSES = {"ablate"}
HINT = (
    "Does your ablation look at the mode before it ablates, an MLP as well as a head? "
    "A misspelt one should be an error, and not an answer."
)
BREAKS = {"ablate_component": "Any other mode and any other name"}

EDITS = """
@@ ablate_component
-    if mode not in ("zero", "mean"):
+    if "H" in component and mode not in ("zero", "mean"):
"""
