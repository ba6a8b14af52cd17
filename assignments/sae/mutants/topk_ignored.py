"""All features that fire stay, whatever k is."""

LOSES = {"topk"}
HINT = "Does every feature above 0 stay, whatever k is? What becomes of those after the k-th?"
BREAKS = {"topk_forward": ("only the k largest features of each sample stay", "all others are 0")}

EDITS = """
@@ topk_forward
-    features = torch.zeros_like(before).scatter(1, places, values.relu())
+    features = before.relu()
"""


def SIGNATURE(calls):
    """It gives these features; what is trained with them is not repeated."""
    from planted import same_on

    return same_on(calls, topk_forward)
