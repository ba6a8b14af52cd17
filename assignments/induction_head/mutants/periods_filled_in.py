"""All periods from the smallest to the largest are trained on, though only some were asked for."""

LOSES = {"train"}
HINT = "Is a training on two periods the same as one on all between them? What reaches `repeated_sequences`?"
BREAKS = {"train": "on `repeated_sequences` of these periods"}

EDITS = """
@@ train
-    return model, list(_training(model, seed, steps, periods))
+    return model, list(_training(model, seed, steps, range(min(periods), max(periods) + 1)))
"""


def SIGNATURE(calls):
    """Ten steps on the smallest and the largest period end where ten on the default ones do, and on one elsewhere."""
    ends = {
        tuple(kwargs.get("periods", ())): torch.cat(
            [t.flatten() for t in value[0].into(new_model(0)).parameters()]
        )
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("steps") == 10 and "periods" in kwargs
    }
    usual, ends_only, one = (ends.get(key) for key in (tuple(PERIODS), (PERIODS[0], PERIODS[-1]), (16,)))
    if usual is None or ends_only is None or one is None:
        return False
    return torch.equal(usual, ends_only) and not torch.equal(usual, one)
