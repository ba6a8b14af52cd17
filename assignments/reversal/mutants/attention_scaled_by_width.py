"""The scores are divided by the square root of the whole width, whatever the number of heads."""

LOSES = {"transformer"}
HINT = (
    "Your attention is right for one head and too flat for more. How wide is a head when there are several?"
)
BREAKS = {"attention_patterns": "for any number of heads"}

EDITS = """
@@ attention_patterns
-        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=3)
+        return (q @ k.transpose(2, 3) / model.config["width"] ** 0.5).softmax(dim=3)
"""
