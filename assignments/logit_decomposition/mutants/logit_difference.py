"""The mean over all words is taken off the target's logit."""

LOSES = {"decompose", "ablate"}
HINT = (
    "You take apart the target's logit less the mean logit of all words. "
    "Which of the two does the docstring ask for?"
)
BREAKS = {"decompose_logit": "They add up to the logit"}

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
+    everything = torch.arange(model.cfg.d_vocab)
+    directions = (_directions(model, targets) - _directions(model, everything).mean(dim=0)) / cache[
+        "ln_final.hook_scale"
+    ][:, -1]
"""
