"""The neurons' shares are read without the LayerNorm's centring."""

LOSES = {"neurons", "find"}
HINT = (
    "Some of your neurons get a share for writing the same number into every coordinate. "
    "What does the final LayerNorm do with that?"
)

EDITS = """
@@ neuron_attribution
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    directions = model.ln_final.weight.detach() * model.W_U.detach()[:, targets].T
+    directions = directions / cache["ln_final.hook_scale"][:, -1]
"""
