"""The mean attribution is over the different prompts: one that comes three times counts once."""

LOSES = {"neurons"}
HINT = "One prompt came several times, and you counted it once. What is the mean over?"
BREAKS = {"top_neurons": "by the mean attribution over the prompts"}

EDITS = """
@@ top_neurons
     layers = range(model.cfg.n_layers)
+    same = (tokens[:, None] == tokens[None]).all(dim=2)
+    first = same.int().argmax(dim=1).unique()
+    tokens, targets = tokens[first], targets[first]
"""
