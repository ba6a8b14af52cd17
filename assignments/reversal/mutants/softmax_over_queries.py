"""The softmax is taken over the slots that look, so that the rows do not sum to 1."""

LOSES = {"transformer"}
HINT = (
    "Your attention sums to 1 over the slots that look, not over those that are looked at. "
    "Which of the last two axes of the scores is which?"
)
BREAKS = {"attention_patterns": "The softmax over j"}

EDITS = """
@@ attention_patterns
-        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=3)
+        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=2)
"""


def SIGNATURE(calls):
    """The attention of given models is that of this mistake; training cannot be replayed."""
    asked = [
        (attention_patterns(*args), value) for name, args, _, value in calls if name == "attention_patterns"
    ]
    return bool(asked) and all(
        value is not None and torch.allclose(own.double(), value, atol=1e-5) for own, value in asked
    )
