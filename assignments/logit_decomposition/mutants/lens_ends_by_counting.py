"""The last position is found by counting the tokens that are not `<bos>`."""

LOSES = {"lens"}
HINT = "Where token 0 stands within a prompt or at its end, you read an earlier position. How do you know where the last token is?"
BREAKS = {"logit_lens": "The targets' logits read off the residual stream at the last position"}

EDITS = """
@@ logit_lens
-    streams = torch.stack([cache[name][:, -1] for name in names], dim=1)  # [B, L + 1, d]
+    rows, ends = torch.arange(len(tokens)), (tokens[:, 1:] != 0).sum(dim=1)
+    streams = torch.stack([cache[name][rows, ends] for name in names], dim=1)
"""
