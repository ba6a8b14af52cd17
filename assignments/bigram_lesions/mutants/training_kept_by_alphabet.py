"""What was trained is kept by seed and alphabet, and given again for other words."""

LOSES = {"train"}
HINT = "Train on some words and then, with the same symbols and seed, on others. Does the second model know the second words?"
BREAKS = {"train": "Fits the logits W [V, V] to the transitions of the words"}

EDITS = """
@@ train
-    return W.detach()
+    return train.__dict__.setdefault(f"{seed} {steps} {symbols}", W.detach())
"""
