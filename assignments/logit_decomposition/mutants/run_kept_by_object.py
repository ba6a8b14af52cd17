"""The activations are kept by the model and the tokens, the objects, and are stale once the model has other weights."""

LOSES = {"look", "lens", "decompose", "neurons", "ablate", "find", "edit"}
HINT = (
    "The same model came again with other weights, and you read the activations of the old ones. "
    "What does your cache know of a model besides which object it is?"
)
BREAKS = {
    "decompose_logit": "They add up to the logit",
    "logit_lens": "so the last column is the model's own logit",
    "find_fact": "The neuron that adds most to the target's logit at the end of one prompt",
}

EDITS = """
@@ _run
-    with torch.no_grad():
-        return model.run_with_cache(tokens)
+    kept = _run.__dict__.setdefault("kept", {})
+    if (model, tokens) not in kept:
+        with torch.no_grad():
+            kept[model, tokens] = model.run_with_cache(tokens)
+    return kept[model, tokens]
"""
