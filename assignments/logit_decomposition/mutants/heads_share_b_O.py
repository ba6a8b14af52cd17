"""Each head's share has a part of the attention's output bias."""

LOSES = {"decompose", "ablate"}
HINT = "Your heads have a part of what the attention adds whatever its heads find. Under which name does that stand?"
BREAKS = {"decompose_logit": "its share of the value bias included, without b_O"}

EDITS = """
@@ decompose_logit
-        heads = torch.einsum("bhe,hed->bhd", found, block.attn.W_O.detach())
+        heads = torch.einsum("bhe,hed->bhd", found, block.attn.W_O.detach())
+        heads = heads + block.attn.b_O.detach() / model.cfg.n_heads
"""
