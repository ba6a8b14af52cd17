"""What the target reads before the ablation is kept by the model, for prompts of the same shape."""

LOSES = {"influence"}
HINT = (
    "You keep what the target reads with the model, and use it again. "
    "The same model can be asked about other prompts of the same shape, or have other weights by then."
)
BREAKS = {
    "feature_influence": "What a target latent loses on each prompt when a source latent is ablated, [B]"
}

EDITS = """
@@ feature_influence
-    intact, ablated = seen
+    kept = model.__dict__.setdefault("_kept", {})
+    intact, ablated = kept.setdefault((target.hook_name, tokens.shape), seen[0]), seen[1]
"""
