"""The embeddings are laid side by side dimension by dimension, not slot by slot."""

LOSES = {"activations"}
HINT = (
    "Your embed has the right numbers in another order. "
    "fc1 reads all of the first slot's embedding, then all of the second's: which axis comes first?"
)
BREAKS = {"activations": '"embed" has the slots side by side as fc1 reads them'}

EDITS = """
@@ activations
-    return {"embed": e, "h1": h1, "h2": h2}
+    return {"embed": model.embed(X).transpose(1, 2).flatten(1), "h1": h1, "h2": h2}
"""
