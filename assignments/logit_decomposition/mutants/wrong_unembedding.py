"""The columns of W_U are looked up as rows of a reshaped matrix."""

LOSES = {"decompose", "ablate"}
HINT = "You do not read the targets' columns of W_U. W_U is [d_model, d_vocab]: which axis counts the words?"

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    directions = (lambda rows: rows - rows.mean(dim=1, keepdim=True))(
+        model.ln_final.weight.detach() * model.W_U.detach().reshape(-1, model.cfg.d_model)[targets]
+    ) / cache["ln_final.hook_scale"][:, -1]
"""
