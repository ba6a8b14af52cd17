"""The layers are named from the last to the first."""

LOSES = {"decompose", "ablate"}
HINT = (
    "Your layers carry each other's names: the sum is right and the parts are not. "
    "Print the name in the cache beside the name that you give it."
)
BREAKS = {"decompose_logit": "The names, with layers l and heads h counted from 0"}

EDITS = """
@@ decompose_logit
     written = {"embed": cache["hook_embed"][:, -1], "pos_embed": cache["hook_pos_embed"][:, -1]}
+    names = {}
@@ decompose_logit
         written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -1]
+    last = model.cfg.n_layers - 1
+    for name in list(written):
+        if name.startswith("L"):
+            names[f"L{last - int(name[1])}{name[2:]}"] = written.pop(name)
+    written |= names
"""
