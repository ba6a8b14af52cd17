"""The streams' names are sorted as text, so that layer 10 comes before layer 2."""

LOSES = {"lens"}
HINT = "In a model of more than ten layers your columns stand in another order. How does Python sort blocks.10 and blocks.2?"
BREAKS = {"logit_lens": "column i + 1 the stream after layer i"}

EDITS = """
@@ logit_lens
-    names = [*(f"blocks.{i}.hook_resid_pre" for i in range(layers)), f"blocks.{layers - 1}.hook_resid_post"]
+    names = ["blocks.0.hook_resid_pre", *sorted(f"blocks.{i}.hook_resid_post" for i in range(layers))]
"""
