"""The attention's output is cut into as many pieces as there are heads, as if W_O kept them apart."""

LOSES = {"decompose", "ablate"}
HINT = (
    "You cut the attention's output into pieces. "
    "W_O mixes every head into every coordinate: where are the heads still apart?"
)

EDITS = """
@@ decompose_logit
-        found = cache[f"blocks.{i}.attn.hook_z"][:, -1]  # [B, H, d_head]
-        heads = torch.einsum("bhe,hed->bhd", found, block.attn.W_O.detach())
+        out = cache[f"blocks.{i}.hook_attn_out"][:, -1] - block.attn.b_O.detach()
+        heads = torch.zeros(len(tokens), model.cfg.n_heads, out.shape[1])
+        for h, piece in enumerate(torch.arange(out.shape[1]).tensor_split(model.cfg.n_heads)):
+            heads[:, h, piece] = out[:, piece]
"""
