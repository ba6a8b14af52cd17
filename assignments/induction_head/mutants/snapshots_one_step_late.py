"""The snapshots are taken one step after they should be."""

LOSES = {"snapshots"}
HINT = "Your snapshots are taken a step too late, and the last is not of the trained model."
BREAKS = {
    "snapshots": ("then one after each `every` steps", "the last is what `train(seed, steps=steps)` gives")
}

EDITS = """
@@ snapshots
-        if done % every == 0:
+        if done % every == 1:
"""


def SIGNATURE(calls):
    """The first that is taken is the same however often they are taken: it is of the first step."""
    first = {}
    for name, _, kwargs, value in calls:
        if name == "snapshots" and value is not None and len(value) > 1 and kwargs.get("steps") == 40:
            first[kwargs["every"]] = [model.tensors for model in value[:2]]
    if not first.keys() >= {10, 20}:
        return False
    (start, one), (_, other) = first[10], first[20]
    return all(torch.equal(one[key], other[key]) for key in one) and any(
        not torch.equal(start[key], one[key]) for key in one
    )
