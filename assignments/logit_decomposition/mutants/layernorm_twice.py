"""The scale is divided by twice, since the components are taken as already normalised."""

LOSES = {"decompose", "ablate"}
HINT = (
    "You divide by the final scale two times. "
    "Is what you take from the cache before the LayerNorm or after it?"
)

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1].square()
"""
