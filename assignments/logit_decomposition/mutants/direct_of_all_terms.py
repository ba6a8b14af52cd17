"""The direct effects are the whole decomposition, embeddings and biases among them."""

LOSES = {"ablate"}
HINT = "Your direct effects have more names than the heads and the MLPs. Which does `components` give?"
BREAKS = {"direct_and_total": "with the names of `given.components(model)` and no others"}

EDITS = """
@@ direct_and_total
-    return {name: terms[name] for name in names}, total
+    return dict(terms), total
"""
