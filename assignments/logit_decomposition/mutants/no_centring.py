"""The mean over the stream's coordinates is not taken out."""

LOSES = {"decompose", "ablate"}
HINT = "Your shares contain a part that the LayerNorm takes out. What does it do before it divides?"
BREAKS = {"decompose_logit": "Each but `ln_final.b` and `b_U` is centred"}

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    directions = model.ln_final.weight.detach() * model.W_U.detach()[:, targets].T
+    directions = directions / cache["ln_final.hook_scale"][:, -1]
"""
