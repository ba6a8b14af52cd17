"""Everything is read at the position before the last."""

LOSES = {"decompose", "ablate"}
HINT = (
    "You take apart the logit at the position before the last. "
    "At which position does the model predict the word after the prompt?"
)
BREAKS = {"decompose_logit": "What each component adds to the targets' logits at the last position"}

EDITS = """
@@ decompose_logit
-    written = {"embed": cache["hook_embed"][:, -1], "pos_embed": cache["hook_pos_embed"][:, -1]}
+    written = {"embed": cache["hook_embed"][:, -2], "pos_embed": cache["hook_pos_embed"][:, -2]}
     for i, block in enumerate(model.blocks):
-        found = cache[f"blocks.{i}.attn.hook_z"][:, -1]  # [B, H, d_head]
+        found = cache[f"blocks.{i}.attn.hook_z"][:, -2]
@@ decompose_logit
-        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -1]
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -2]
+    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -2]
"""
