"""Equal prompts are run once, and all of them are read for the target of the first."""

LOSES = {"decompose", "ablate"}
HINT = (
    "One prompt came twice with two targets, and you read one target for both. To what does a target belong?"
)
BREAKS = {
    "decompose_logit": "What each component adds to the targets' logits at the last position: [B] for each name"
}

EDITS = """
@@ decompose_logit
-    _, cache = _run(model, tokens)
+    _, cache = _run(model, tokens)
+    same = (tokens[:, None] == tokens[None]).all(dim=2)
+    targets = targets[same.int().argmax(dim=1)]
"""
