"""The rate falls over `steps // 5` steps, which is no number to divide by where there are fewer than five."""

LOSES = {"train", "topk"}
HINT = "Does your training raise with one to four steps? By what does your schedule divide there?"
BREAKS = {"train": "The decoder's rows have length 1 at the end, after few steps too"}

EDITS = """
@@ _fit
-            group["lr"] = lr * min(1.0, 5 * (1 - step / steps))
+            group["lr"] = lr * min(1.0, (steps - step) / (steps // 5))
"""


def SIGNATURE(calls):
    """Short trainings raised, and no step and longer ones did not."""
    raised = {
        kwargs["steps"]: value is None
        for name, _, kwargs, value in calls
        if name in ("train", "train_topk") and "steps" in kwargs
    }
    short = [none for steps, none in raised.items() if 0 < steps < 5]
    others = [none for steps, none in raised.items() if steps == 0 or steps >= 5]
    return bool(short) and all(short) and not any(others)
