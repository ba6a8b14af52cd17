"""The rate falls to 0 at step 1200, however many are asked for: more of them change nothing."""

LOSES = {"train"}
HINT = "After 1200 steps yours stand still, however many were asked for. By what does your schedule count?"
BREAKS = {"train": "`steps` is the number of updates, however many samples there are"}

EDITS = """
@@ _fit
-            group["lr"] = lr * min(1.0, 5 * (1 - step / steps))
+            group["lr"] = lr * max(0.0, min(1.0, 5 * (1 - step / min(steps, 1200))))
"""


def SIGNATURE(calls):
    """Trainings of more than 1200 steps that differ in their number alone gave the same weights."""
    weights = {}
    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("steps", 0) > 1200:
            weights[kwargs["steps"]] = torch.cat([t.flatten() for t in value.tensors.values()])
    some = list(weights.values())
    return len(some) > 1 and all(torch.equal(some[0], other) for other in some[1:])
