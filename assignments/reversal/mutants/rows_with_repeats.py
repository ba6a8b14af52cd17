"""The rows are drawn with replacement, so some of them are there twice."""

LOSES = {"memorise"}
HINT = (
    "Are some of your rows there twice? Then there are fewer strings than the size says. How are they drawn?"
)
BREAKS = {"models_by_size": "the indices [size] of the rows that it was trained on, each row once"}

EDITS = """
@@ models_by_size
-        rows, _ = split(len(X), size, seed)
+        rows = torch.randint(len(X), (size,), generator=torch.Generator().manual_seed(seed))
"""


def SIGNATURE(calls):
    """Of the largest set's rows, some are there twice."""
    return any(
        name == "models_by_size"
        and value is not None
        and any(
            len(rows) == size > len(set(rows.tolist()))
            for (_, rows), size in zip(value, args[2], strict=False)
        )
        for name, args, _, value in calls
    )
