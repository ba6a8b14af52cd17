"""The scores are not divided by the square root of the head's width."""

LOSES = {"transformer"}
HINT = (
    "Your attention is too sharp. "
    "What are the scores divided by before the softmax, and how wide is one head?"
)
BREAKS = {"attention_patterns": "query·key / sqrt(width / n_heads)"}

EDITS = """
@@ attention_patterns
-        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=3)
+        return (q @ k.transpose(2, 3)).softmax(dim=3)
"""


def SIGNATURE(calls):
    """The attention of given models is that of this mistake; training cannot be replayed."""
    asked = [
        (attention_patterns(*args), value) for name, args, _, value in calls if name == "attention_patterns"
    ]
    return bool(asked) and all(
        value is not None and torch.allclose(own.double(), value, atol=1e-5) for own, value in asked
    )
