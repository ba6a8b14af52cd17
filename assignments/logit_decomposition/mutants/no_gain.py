"""The final LayerNorm's gain is left out."""

LOSES = {"decompose", "ablate"}
HINT = (
    "Your shares are read off W_U as if the final LayerNorm had no gain. "
    "With what are the coordinates multiplied after the division?"
)
BREAKS = {"decompose_logit": "multiplied with the gain"}

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    answers = model.W_U.detach()[:, targets].T
+    directions = (answers - answers.mean(dim=1, keepdim=True)) / cache["ln_final.hook_scale"][:, -1]
"""
