"""The k largest stay even where they are below 0."""

LOSES = {"topk"}
HINT = "Can one of your k features be below 0? What happens to one of the k largest that is negative?"
BREAKS = {"topk_forward": "those below 0 before the ReLU are 0 too"}

EDITS = """
@@ topk_forward
-    features = torch.zeros_like(before).scatter(1, places, values.relu())
+    features = torch.zeros_like(before).scatter(1, places, values)
"""


def SIGNATURE(calls):
    """It gives these features; what is trained with them is not repeated."""
    from planted import same_on

    return same_on(calls, topk_forward)
