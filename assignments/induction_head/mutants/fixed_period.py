"""Training shows one period only, so the model learns to copy from a fixed distance."""

LOSES = {"train"}
HINT = (
    "Your model succeeds on one period and on hardly any other: it copies from a fixed distance and never looks at the tokens. "
    "Which data would such a model fail on? Train on that."
)
BREAKS = {
    "train": (
        "on `repeated_sequences` of these periods",
        "on periods of 15 and 16, a previous-token score of .6 for head 0.0 and an induction "
        "score of .6 for head 1.0",
        "and on these two an accuracy of .9, which falls to .2 or less",
    )
}

EDITS = """
@@ _training
-    tokens, mask = repeated_sequences(batch * steps, seed, periods)
+    tokens, mask = repeated_sequences(batch * steps, seed, [16])
"""


def SIGNATURE(calls):
    """The loss is low, the model succeeds on period 16, and fails on the periods that it should have been shown."""
    for name, _, kwargs, value in calls:
        if name == "train" and "steps" not in kwargs and value is not None:
            model = value[0].into(new_model(0))
            share = [accuracy(model, *repeated_sequences(30, 1, [period])) for period in (16, 5, 9, 11, 13)]
            return share[0] > 0.9 and max(share[1:]) < 0.5
    return False
