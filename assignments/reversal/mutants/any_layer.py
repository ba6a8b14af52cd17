"""Every layer that is not "h1" is taken for "h2"."""

LOSES = {"ablation"}
HINT = (
    "You answer where a layer is asked for that does not exist. "
    'What does the docstring say should happen to a layer like "h3"?'
)
BREAKS = {
    "ablate": "Another layer raises ValueError",
    "ablation_sweep": "Layers and modes are as for `ablate`",
}

EDITS = """
@@ ablate
-    if layer not in ("h1", "h2") or mode not in ("zero", "mean"):
+    layer = "h1" if layer == "h1" else "h2"
+    if mode not in ("zero", "mean"):
"""


def SIGNATURE(calls):
    """There is a value where another layer was asked for."""
    layers = {"ablate": 2, "ablation_sweep": 3}
    return any(
        value is not None and args[layers[name]] not in ("h1", "h2")
        for name, args, _, value in calls
        if name in layers
    )
