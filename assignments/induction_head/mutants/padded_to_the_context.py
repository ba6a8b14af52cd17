"""Shorter sequences are filled up to the length of the context; the scores look at what was asked for."""

LOSES = {"look"}
HINT = "Your patterns have 32 positions, also where the sequences are shorter."
BREAKS = {"attention_patterns": "T may be less than LENGTH"}

EDITS = """
@@ attention_patterns
-        _, cache = model.run_with_cache(tokens)
+        full = torch.nn.functional.pad(tokens, (0, LENGTH - tokens.shape[1]))
+        _, cache = model.run_with_cache(full)
@@ induction_score
-    paid = (attention_patterns(model, tokens) * induction_targets(tokens)[:, None, None]).sum(dim=-1)
+    length = tokens.shape[1]
+    there = attention_patterns(model, tokens)[..., :length, :length]
+    paid = (there * induction_targets(tokens)[:, None, None]).sum(dim=-1)
@@ previous_token_score
-    before = attention_patterns(model, tokens).diagonal(-1, dim1=-2, dim2=-1)
+    length = tokens.shape[1]
+    before = attention_patterns(model, tokens)[..., :length, :length].diagonal(-1, dim1=-2, dim2=-1)
"""
