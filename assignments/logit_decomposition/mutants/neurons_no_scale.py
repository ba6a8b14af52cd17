"""The neurons' shares are not divided by the final scale."""

LOSES = {"neurons"}
HINT = (
    "Your neurons' shares do not add up to the MLP's, by one factor for each prompt. "
    "What does the final LayerNorm divide by?"
)
BREAKS = {
    "neuron_attribution": 'the sum of a row, and that contribution, are the layer\'s ".mlp" of `decompose_logit`'
}

EDITS = """
@@ neuron_attribution
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    directions = _directions(model, targets)
"""
