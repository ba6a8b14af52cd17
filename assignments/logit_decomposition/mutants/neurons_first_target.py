"""The first target is taken for that of every prompt."""

LOSES = {"neurons"}
HINT = "Every prompt's neurons are read for the first prompt's target. Which target belongs to a row?"
BREAKS = {"neuron_attribution": "tokens is [B, T], targets [B] int64"}

EDITS = """
@@ neuron_attribution
     _, cache = _run(model, tokens)
+    targets = targets[:1].expand(len(tokens))
"""
