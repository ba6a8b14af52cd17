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


def SIGNATURE(calls):
    """The attention of given models is that of this mistake; training cannot be replayed."""
    asked = [
        (attention_patterns(*args), value) for name, args, _, value in calls if name == "attention_patterns"
    ]
    return bool(asked) and all(
        value is not None and torch.allclose(own.double(), value, atol=1e-5) for own, value in asked
    )
