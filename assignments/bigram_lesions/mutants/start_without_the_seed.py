"""The start is drawn without the seed, and training stops long before it is forgotten."""

LOSES = {"train"}
HINT = "Does the same seed lead you to the same beliefs? What draws your start, and who set it?"
BREAKS = {"train": "the same seed gives the same W"}

EDITS = """
@@ train
-    W = torch.randn(counts.shape, generator=generator).requires_grad_()
+    W = torch.randn(counts.shape).requires_grad_()
"""


def SIGNATURE(calls):
    """Of two short trainings on the same words with the same seed one comes to other beliefs than the other."""
    short = [W.softmax(dim=1) for _, _, kwargs, W in calls if W is not None and "steps" in kwargs]
    return (
        len(short) == 2
        and short[0].shape == short[1].shape
        and bool((short[0] - short[1]).abs().max() > 1e-3)
    )
