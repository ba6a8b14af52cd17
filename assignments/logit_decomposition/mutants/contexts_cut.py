"""All contexts are cut to the shortest one's length."""

LOSES = {"neurons"}
HINT = "You read every context where the shortest one ends. Where is the last token of a longer one?"
BREAKS = {"max_activating_contexts": "contexts are tokens [1, T] each, of any lengths"}

EDITS = """
@@ max_activating_contexts
-    found = torch.stack([_run(model, tokens)[1][name][0, -1, neuron] for tokens in contexts])
+    shortest = min(tokens.shape[1] for tokens in contexts)
+    found = torch.stack([_run(model, tokens)[1][name][0, shortest - 1, neuron] for tokens in contexts])
"""
