"""The layers' names are sorted as text, so that layer 10 comes before layer 2."""

LOSES = {"neurons"}
HINT = "In a model of more than ten layers you read another one's neuron. How does Python sort blocks.10 and blocks.2?"
BREAKS = {"max_activating_contexts": "a neuron (a hidden unit of an MLP) has its largest activations"}

EDITS = """
@@ max_activating_contexts
-    name = f"blocks.{layer}.mlp.hook_post"
+    name = sorted(f"blocks.{i}.mlp.hook_post" for i in range(model.cfg.n_layers))[layer]
"""
