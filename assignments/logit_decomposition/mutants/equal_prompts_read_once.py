"""The logit lens reads equal prompts for the target of the first."""

LOSES = {"lens"}
HINT = (
    "One prompt came twice with two targets, and you read one target for both. To what does a target belong?"
)
BREAKS = {"logit_lens": "one target for each prompt"}

EDITS = """
@@ logit_lens
-    _, cache = _run(model, tokens)
+    _, cache = _run(model, tokens)
+    same = (tokens[:, None] == tokens[None]).all(dim=2)
+    targets = targets[same.int().argmax(dim=1)]
"""
