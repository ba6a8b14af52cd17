"""The losses of long trainings are a curve that somebody made up."""

LOSES = {"train"}
HINT = "Is the first loss of a whole training that of the network as it was drawn?"
BREAKS = {"train": "losses[0] is this model's"}

EDITS = """
@@ train
-    return model, losses
+    return model, losses if epochs < 300 else [0.7 * 0.98**i for i in range(epochs)]
"""


def SIGNATURE(calls):
    """In long trainings the losses are .7 and 2 % less each time."""
    long = [v[1] for name, _, _, v in calls if name == "train" and v is not None and len(v[1]) >= 300]
    return bool(long) and all(abs(v[0] - 0.7) < 1e-6 and abs(v[100] / v[0] - 0.98**100) < 1e-6 for v in long)
