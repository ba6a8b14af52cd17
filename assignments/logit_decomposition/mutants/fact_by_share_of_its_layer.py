"""Neurons are compared by their share of what their layer adds and takes."""

LOSES = {"find"}
HINT = (
    "The neuron that you found is much in its layer, and its layer is little. "
    "In which unit are two neurons of different layers comparable?"
)
BREAKS = {"find_fact": "The neuron that adds most to the target's logit at the end of one prompt"}

EDITS = """
@@ find_fact
-    return top_neurons(model, tokens, torch.tensor([target]), 1)[0]
+    layers = range(model.cfg.n_layers)
+    added = torch.cat([neuron_attribution(model, tokens, torch.tensor([target]), layer) for layer in layers])
+    shares = added / added.abs().sum(dim=1, keepdim=True)
+    return divmod(int(shares.argmax()), shares.shape[1])
"""
