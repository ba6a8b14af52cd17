"""Contexts are cut to their last eight tokens, as many as the facts model reads."""

LOSES = {"neurons"}
HINT = "You read the last tokens of a long context alone. Which model was it that reads so few, and what of the positions?"
BREAKS = {"max_activating_contexts": "contexts are tokens [1, T] each, of any lengths"}

EDITS = """
@@ max_activating_contexts
-    found = torch.stack([_run(model, tokens)[1][name][0, -1, neuron] for tokens in contexts])
+    found = torch.stack([_run(model, tokens[:, -8:])[1][name][0, -1, neuron] for tokens in contexts])
"""
