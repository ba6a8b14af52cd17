"""An unknown mode is taken for "mean"."""

LOSES = {"ablation"}
HINT = (
    "You answer where a mode is asked for that does not exist. "
    'What does the docstring say should happen to a mode like "median"?'
)
BREAKS = {"ablate": "so does another mode", "ablation_sweep": "Layers and modes are as for `ablate`"}

EDITS = """
@@ ablate
-    if layer not in ("h1", "h2") or mode not in ("zero", "mean"):
+    if layer not in ("h1", "h2"):
"""


def SIGNATURE(calls):
    """There is a value where another mode was asked for."""
    return any(
        value is not None and kwargs.get("mode", "zero") not in ("zero", "mean")
        for _, _, kwargs, value in calls
    )
