"""The activation is the largest at any position, not the one at the last token."""

LOSES = {"neurons"}
HINT = (
    "You look for the largest activation anywhere in a context. At which token does the docstring ask for it?"
)
BREAKS = {"max_activating_contexts": "The k contexts at whose last token"}

EDITS = """
@@ max_activating_contexts
-    found = torch.stack([_run(model, tokens)[1][name][0, -1, neuron] for tokens in contexts])
+    found = torch.stack([_run(model, tokens)[1][name][0, :, neuron].max() for tokens in contexts])
"""
