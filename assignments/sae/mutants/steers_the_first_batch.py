"""Only the first 256 prompts are run, as one batch."""

LOSES = {"steer"}
HINT = "Where there are many prompts, you have logits for some of them. What becomes of those after the first batch?"
BREAKS = {"steer": "The logits [B, d_vocab] at the last position"}

EDITS = """
@@ steer
-        return model.run_with_hooks(tokens, fwd_hooks=[(feature.hook_name, add)])[:, -1]
+        return model.run_with_hooks(tokens[:256], fwd_hooks=[(feature.hook_name, add)])[:, -1]
"""
