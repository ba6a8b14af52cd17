"""In the mean a sequence that is there several times counts once."""

LOSES = {"cause"}
HINT = "Where a sequence is there several times, how often does it count in your mean?"
BREAKS = {"ablate_head": 'in mode "mean" by its mean over the N sequences'}

EDITS = """
@@ ablate_head
-        z[:, :, head] = 0.0 if mode == "zero" else z[:, :, head].mean(dim=0)
+        first = list({tuple(row): i for i, row in enumerate(tokens.tolist())}.values())
+        z[:, :, head] = 0.0 if mode == "zero" else z[first][:, :, head].mean(dim=0)
"""
