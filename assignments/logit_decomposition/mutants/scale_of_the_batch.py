"""The scale is the mean over the prompts."""

LOSES = {"decompose", "ablate"}
HINT = "You divide all prompts by one scale, the mean of theirs. What does the model divide each of them by?"
BREAKS = {"decompose_logit": "divided by the model's own scale on that prompt"}

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1].mean()
"""
