"""The mode is ignored."""

LOSES = {"cause"}
HINT = "In mode mean your scores are those of zero ablation. Where does the argument go?"
BREAKS = {"ablation_scores": "mode is as in `ablate_head`"}

EDITS = """
@@ ablation_scores
-            [loss(ablate_head(model, tokens, layer, head, mode)) - intact for head in heads]
+            [loss(ablate_head(model, tokens, layer, head)) - intact for head in heads]
"""
