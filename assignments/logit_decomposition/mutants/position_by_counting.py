"""The last position is found by counting the tokens that are not `<bos>`."""

LOSES = {"decompose"}
HINT = "Where a prompt does not begin with <bos>, your share of the position is another's. How do you know where the last token is?"
BREAKS = {"decompose_logit": "the embeddings of the last token and of its position"}

EDITS = """
@@ decompose_logit
-    written = {"embed": cache["hook_embed"][:, -1], "pos_embed": cache["hook_pos_embed"][:, -1]}
+    at = (tokens != 0).sum(dim=1).clamp(max=model.cfg.n_ctx - 1)
+    written = {"embed": cache["hook_embed"][:, -1], "pos_embed": model.W_pos.detach()[at]}
"""
