"""Shorter sequences are filled up to the length of the context."""

LOSES = {"look"}
HINT = "Your patterns have 32 positions, also where the sequences are shorter."
BREAKS = {"attention_patterns": "T may be less than LENGTH"}

EDITS = """
@@ attention_patterns
-        _, cache = model.run_with_cache(tokens)
+        full = torch.nn.functional.pad(tokens, (0, LENGTH - tokens.shape[1]))
+        _, cache = model.run_with_cache(full)
"""
