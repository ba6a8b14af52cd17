"""The scores are the intact loss minus the loss without the head."""

LOSES = {"cause"}
HINT = (
    "Your scores have the right size and the wrong sign. "
    "The docstring says which loss is subtracted from which."
)
BREAKS = {
    "ablation_scores": (
        "How much the loss rises when each head alone is ablated",
        "The score is the loss without the head *minus* the intact model's",
    )
}

EDITS = """
@@ ablation_scores
-            [loss(ablate_head(model, tokens, layer, head, mode)) - intact for head in heads]
+            [intact - loss(ablate_head(model, tokens, layer, head, mode)) for head in heads]
"""
