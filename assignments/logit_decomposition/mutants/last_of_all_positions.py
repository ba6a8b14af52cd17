"""The position's embedding is the last of all that the model has, not the prompt's last."""

LOSES = {"decompose"}
HINT = "Your pos_embed is of the last position that the model has. At which position does this prompt end?"
BREAKS = {"decompose_logit": "the embeddings of the last token and of its position"}

EDITS = """
@@ decompose_logit
-    written = {"embed": cache["hook_embed"][:, -1], "pos_embed": cache["hook_pos_embed"][:, -1]}
+    written = {"embed": cache["hook_embed"][:, -1], "pos_embed": model.W_pos.detach()[None, -1]}
"""
