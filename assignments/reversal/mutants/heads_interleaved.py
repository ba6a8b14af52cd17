"""A head reads every so-many-th column instead of a block of them."""

LOSES = {"transformer"}
HINT = "Your attention is right for one head and wrong for more. Which columns of query(x) does head h read?"
BREAKS = {"attention_patterns": "for any number of heads"}

EDITS = """
@@ attention_patterns
-        q, k = (part(x).unflatten(2, heads).transpose(1, 2) for part in (model.query, model.key))
+        q, k = (part(x).unflatten(2, heads[::-1]).permute(0, 3, 1, 2) for part in (model.query, model.key))
"""


def SIGNATURE(calls):
    """The attention of given models is that of this mistake; training cannot be replayed."""
    asked = [
        (attention_patterns(*args), value) for name, args, _, value in calls if name == "attention_patterns"
    ]
    return bool(asked) and all(
        value is not None and torch.allclose(own.double(), value, atol=1e-5) for own, value in asked
    )
