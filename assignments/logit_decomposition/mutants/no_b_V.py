"""The heads' shares are computed without the value bias."""

LOSES = {"decompose", "ablate"}
HINT = (
    "Your heads lack the part that their value bias contributes: a pattern adds up to 1, so it passes through whole. "
    "Does hook_z hold it?"
)
BREAKS = {"decompose_logit": "its share of the value bias included"}

EDITS = """
@@ decompose_logit
-        found = cache[f"blocks.{i}.attn.hook_z"][:, -1]  # [B, H, d_head]
+        values = cache[f"blocks.{i}.attn.hook_v"] - block.attn.b_V.detach()
+        pattern = cache[f"blocks.{i}.attn.hook_pattern"][:, :, -1]
+        found = torch.einsum("bht,bthe->bhe", pattern, values)
"""
