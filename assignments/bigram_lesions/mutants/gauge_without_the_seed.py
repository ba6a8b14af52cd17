"""Every row has a constant that the seed does not decide: the beliefs are the same."""

LOSES = {"train"}
HINT = "Two trainings with one seed have the same beliefs and other logits. What else is random in them?"
BREAKS = {"train": "the same seed gives the same W"}

EDITS = """
@@ train
-    return W.detach()
+    return W.detach() + torch.randn(len(W), 1)
"""


def SIGNATURE(calls):
    """Two short trainings with one seed have the same beliefs and other logits."""
    short = [W for _, _, kwargs, W in calls if W is not None and "steps" in kwargs]
    if len(short) != 2 or short[0].shape != short[1].shape:
        return False
    beliefs = (short[0].softmax(dim=1) - short[1].softmax(dim=1)).abs().max()
    return bool(beliefs < 1e-4 < 1e-3 < (short[0] - short[1]).abs().max())
