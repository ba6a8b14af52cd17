"""Queries and keys are computed from the token embeddings alone, without the positions."""

LOSES = {"transformer"}
HINT = (
    "Your attention depends on the letters and not on where they stand. "
    "What does the model add to the embedding before attention reads it?"
)
BREAKS = {"attention_patterns": "how much slot i of row n looks at slot j"}

EDITS = """
@@ attention_patterns
-        x = model.embed(X) + model.position
+        x = model.embed(X)
"""


def SIGNATURE(calls):
    """The attention of given models is that of this mistake; training cannot be replayed."""
    asked = [
        (attention_patterns(*args), value) for name, args, _, value in calls if name == "attention_patterns"
    ]
    return bool(asked) and all(
        value is not None and torch.allclose(own.double(), value, atol=1e-5) for own, value in asked
    )
