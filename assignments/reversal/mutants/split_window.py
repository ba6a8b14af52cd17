"""The training rows are a window of rows that begins at a random place."""

LOSES = {"data", "memorise"}
HINT = (
    "Are your training rows a window, one beside the other? "
    "The strings come in dictionary order: which first letters does a window hold?"
)
BREAKS = {"split": "Divides the rows 0 … n-1 at random", "models_by_size": "on that many random rows of X"}

EDITS = """
@@ split
-    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed))
+    first = torch.randint(n, (1,), generator=torch.Generator().manual_seed(seed))
+    order = (torch.arange(n) + first) % n
"""


def SIGNATURE(calls):
    """The rows of a part follow each other, from a place that the seed decides."""
    parts = []
    for name, args, _, value in calls:
        if value is None:
            return False
        if name == "split":
            parts.append((args[0], value[0]))
        if name == "models_by_size":
            parts += [(len(args[0]), rows) for _, rows in value]
    windows = [
        bool((rows.diff() % n == 1).all())
        for n, rows in parts
        if rows.ndim == 1 and not rows.is_floating_point()
    ]
    starts = {int(rows[0]) for _, rows in parts if rows.ndim == 1}
    return len(windows) > 1 and all(windows) and len(starts) > 1
