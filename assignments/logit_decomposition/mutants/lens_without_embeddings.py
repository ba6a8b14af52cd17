"""The stream before layer 0 is not read, so that there is a column too few."""

LOSES = {"lens"}
HINT = "You have a column for each layer, and none for the embeddings. How many readings are there, and what is the first?"
BREAKS = {"logit_lens": "at the last position, [B, n_layers + 1]"}

EDITS = """
@@ logit_lens
-    return readings + sum(_final_biases(model, targets))[:, None]
+    return (readings + sum(_final_biases(model, targets))[:, None])[:, 1:]
"""
