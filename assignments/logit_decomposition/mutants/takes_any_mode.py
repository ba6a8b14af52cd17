"""A mode that there is not is taken for mean."""

LOSES = {"ablate"}
HINT = (
    "Does your ablation look at the mode before it ablates, an MLP as well as a head? "
    "A misspelt one should be an error, and not an answer."
)
BREAKS = {"ablate_component": "Any other mode and any other name"}

EDITS = """
@@ ablate_component
-    if mode not in ("zero", "mean"):
-        raise ValueError(f"mode is {mode!r}; it must be 'zero' or 'mean'")
"""
