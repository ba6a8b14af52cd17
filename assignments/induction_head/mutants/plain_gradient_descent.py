"""Gradient descent without momentum or adapted steps: the loss still sits near ln 32 when the steps are over."""

LOSES = {"train"}
HINT = (
    "Your loss hardly leaves ln 32 = 3.47 before the steps are over. "
    "Think about an optimiser that adapts its steps, or about larger or more of them."
)
BREAKS = {
    "train": (
        "What is asked, with n_heads=1 and your own default of `steps`, is a mean accuracy of .95 on periods of 2, 3, 15 and 16, measured on the weights",
        "on periods of 15 and 16, a previous-token score of .6 for head 0.0 and an induction "
        "score of .6 for head 1.0",
    )
}

EDITS = """
@@ _training
-    optimiser = torch.optim.AdamW(net.parameters(), lr=lr)
+    optimiser = torch.optim.SGD(net.parameters(), lr=lr)
"""


def SIGNATURE(calls):
    """The loss ends where guessing is."""
    for name, _, kwargs, value in calls:
        if name == "train" and "steps" not in kwargs and value is not None:
            return (
                len(value[1]) > 100 and value[1][0] > 3 and 3.455 < sum(value[1][-50:]) / 50 < 3.6
            )  # ln 32 is 3.466
    return False
