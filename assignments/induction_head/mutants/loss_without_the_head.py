"""The loss without each head is returned, and nothing is subtracted from it."""

LOSES = {"cause"}
HINT = "Your scores are the losses without each head. How much is the loss with all of them?"
BREAKS = {"ablation_scores": "The score is the loss without the head *minus* the intact model's"}

EDITS = """
@@ ablation_scores
-            [loss(ablate_head(model, tokens, layer, head, mode)) - intact for head in heads]
+            [loss(ablate_head(model, tokens, layer, head, mode)) for head in heads]
"""
