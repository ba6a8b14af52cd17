"""Contexts are filled up with token 1, the facts' `<pad>`, and each ends at the last of its tokens that is another."""

LOSES = {"neurons"}
HINT = "A context that ends with token 1 ends earlier for you. Which token can never be a context's own?"
BREAKS = {"max_activating_contexts": "Any token may stand anywhere in them"}

EDITS = """
@@ max_activating_contexts
-    found = torch.stack([_run(model, tokens)[1][name][0, -1, neuron] for tokens in contexts])
+    padded = torch.nn.utils.rnn.pad_sequence([t[0] for t in contexts], batch_first=True, padding_value=1)
+    ends = ((padded != 1) * torch.arange(padded.shape[1])).amax(dim=1)
+    found = _run(model, padded)[1][name][torch.arange(len(padded)), ends, neuron]
"""
