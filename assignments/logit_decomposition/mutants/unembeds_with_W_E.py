"""The embedding is used to unembed, as if the two were tied."""

LOSES = {"decompose", "ablate"}
HINT = (
    "You read the stream with the words' embeddings. "
    "In this model W_E and W_U are two matrices: which one turns the stream into logits?"
)

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    directions = (lambda rows: rows - rows.mean(dim=1, keepdim=True))(
+        model.ln_final.weight.detach() * model.W_E.detach()[targets]
+    ) / cache["ln_final.hook_scale"][:, -1]
"""
