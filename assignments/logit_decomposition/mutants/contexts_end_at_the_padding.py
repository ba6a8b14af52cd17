"""Contexts are filled up with token 0, and each ends where its tokens that are not 0 have been counted."""

LOSES = {"neurons"}
HINT = "A context with token 0 in it ends too early for you. How long is a context, if any token may stand in it?"
BREAKS = {"max_activating_contexts": "Any token may stand anywhere in them, 0 at the end too"}

EDITS = """
@@ max_activating_contexts
-    found = torch.stack([_run(model, tokens)[1][name][0, -1, neuron] for tokens in contexts])
+    padded = torch.nn.utils.rnn.pad_sequence([tokens[0] for tokens in contexts], batch_first=True)
+    ends = (padded[:, 1:] != 0).sum(dim=1)
+    found = _run(model, padded)[1][name][torch.arange(len(padded)), ends, neuron]
"""
