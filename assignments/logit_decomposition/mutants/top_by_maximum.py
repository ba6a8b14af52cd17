"""The neurons are ranked by their largest share over the prompts."""

LOSES = {"neurons"}
HINT = "You rank by what a neuron adds on its best prompt. What does the docstring take over the prompts?"
BREAKS = {"top_neurons": "by the mean attribution over the prompts"}

EDITS = """
@@ top_neurons
-    means = torch.stack([neuron_attribution(model, tokens, targets, layer).mean(dim=0) for layer in layers])
+    means = torch.stack([neuron_attribution(model, tokens, targets, layer).amax(dim=0) for layer in layers])
"""
