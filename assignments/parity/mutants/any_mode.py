"""An unknown mode is taken for "mean"."""

LOSES = {"ablation"}
HINT = (
    "You answer where a mode is asked for that does not exist. "
    'What does the docstring say should happen to a mode like "median"?'
)
BREAKS = {"ablate": "any other mode raises ValueError", "ablation_sweep": "modes as for `ablate`"}

EDITS = """
@@ ablate
-    if mode not in ("zero", "mean"):
-        raise ValueError(f"mode is {mode!r}; it must be 'zero' or 'mean'")
"""


def SIGNATURE(calls):
    """There is a value where another mode was asked for."""
    return any(
        value is not None and kwargs.get("mode", "zero") not in ("zero", "mean")
        for _, _, kwargs, value in calls
    )
