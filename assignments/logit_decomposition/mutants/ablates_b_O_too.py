"""With a head goes the attention's output bias."""

LOSES = {"ablate"}
HINT = "After your ablation of a head the layer's b_O is missing too. Which activation is the head's alone?"
BREAKS = {"ablate_component": "Of a head, its `hook_z` is replaced, so that b_O stays"}

EDITS = """
@@ ablate_component
-        hooks = [(f"blocks.{layer}.attn.hook_z", replace_head)]
+        hooks = [
+            (f"blocks.{layer}.attn.hook_z", replace_head),
+            (f"blocks.{layer}.hook_attn_out", lambda out, hook: out - model.blocks[layer].attn.b_O.detach()),
+        ]
"""
