"""The shares are not divided by the final LayerNorm's scale."""

LOSES = {"decompose", "ablate"}
HINT = (
    "Your shares are too large, all of one prompt by the same factor. "
    "What does the final LayerNorm divide by?"
)
BREAKS = {"decompose_logit": "divided by the model's own scale on that prompt"}

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    directions = _directions(model, targets)
"""
