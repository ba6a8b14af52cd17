"""The streams are read at the position before the last."""

LOSES = {"lens"}
HINT = "You read the streams at the position before the last. Where does the model predict the word after the prompt?"
BREAKS = {"logit_lens": "The targets' logits read off the residual stream at the last position"}

EDITS = """
@@ logit_lens
-    streams = torch.stack([cache[name][:, -1] for name in names], dim=1)  # [B, L + 1, d]
+    streams = torch.stack([cache[name][:, -2] for name in names], dim=1)
"""
