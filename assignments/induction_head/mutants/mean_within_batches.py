"""The sequences are run in batches of 64, so the mean is one over a batch."""

LOSES = {"cause"}
HINT = (
    "With many sequences your mean ablation is another one than with few. Over which sequences is the mean?"
)
BREAKS = {"ablate_head": "by its mean over the N sequences, position by position"}

EDITS = """
@@ ablate_head
-    with torch.no_grad():
-        return model.run_with_hooks(tokens, fwd_hooks=[(f"blocks.{layer}.attn.hook_z", remove)])
+    with torch.no_grad():
+        runs = [
+            model.run_with_hooks(batch, fwd_hooks=[(f"blocks.{layer}.attn.hook_z", remove)])
+            for batch in tokens.split(64)
+        ]
+    return torch.cat(runs)
"""
