"""Any mode that is not zero is taken for mean."""

LOSES = {"cause"}
HINT = "A mode that there is not gives logits too. Raise ValueError for it."
BREAKS = {
    "ablate_head": "Raises ValueError for another mode",
    "ablation_scores": "mode is as in `ablate_head`",
}

EDITS = """
@@ ablate_head
-    if mode not in ("zero", "mean"):
-        raise ValueError(f"mode is {mode!r}; it must be 'zero' or 'mean'")
-
"""


def SIGNATURE(calls):
    """A mode that there is not has given logits or scores; the rest is left to the values."""
    modes = [
        mode for _, args, _, value in calls if value is not None for mode in args if isinstance(mode, str)
    ]
    return None if {*modes} - {"zero", "mean"} else False
