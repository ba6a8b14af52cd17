"""Rows and columns of the attention have changed places."""

LOSES = {"transformer"}
HINT = "Your attention is turned over. In entry [n, h, i, j], which slot looks and which is looked at?"
BREAKS = {"attention_patterns": "entry [n, h, i, j] is how much slot i of row n looks at slot j in head h"}

EDITS = """
@@ attention_patterns
-        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=3)
+        return (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(dim=3).transpose(2, 3)
"""


def SIGNATURE(calls):
    """The attention of given models is that of this mistake; training cannot be replayed."""
    asked = [
        (attention_patterns(*args), value) for name, args, _, value in calls if name == "attention_patterns"
    ]
    return bool(asked) and all(
        value is not None and torch.allclose(own.double(), value, atol=1e-5) for own, value in asked
    )
