"""Each component is divided by its own standard deviation."""

LOSES = {"decompose", "ablate"}
HINT = (
    "You normalise each component by itself, so a small one counts as much as a large one. "
    "How many scales does the model use at one position?"
)
BREAKS = {"decompose_logit": "divided by the model's own scale on that prompt"}

EDITS = """
@@ decompose_logit
-    directions = _directions(model, targets) / cache["ln_final.hook_scale"][:, -1]
-    terms = {name: (vector * directions).sum(dim=1) for name, vector in written.items()}
+    directions = _directions(model, targets)
+    terms = {}
+    for name, vector in written.items():
+        scale = (vector.var(dim=1, unbiased=False) + model.cfg.eps).sqrt()
+        terms[name] = (vector * directions).sum(dim=1) / scale
"""
