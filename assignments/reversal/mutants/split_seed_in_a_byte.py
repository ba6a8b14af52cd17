"""Of the seed of a split only the remainder of 64 is used."""

LOSES = {"data", "memorise"}
HINT = (
    "Do all seeds give splits of their own? Some that are far apart give you the same. "
    "What happens to `seed` before it is used?"
)
BREAKS = {"split": "another seed gives another"}

EDITS = """
@@ split
-    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed))
+    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed % 64))
"""


def SIGNATURE(calls):
    """Splits repeat from 64 to 64, or the rows of seeds far apart are the same; those of near ones are not."""
    parts, rows = {}, {}
    for name, args, kwargs, value in calls:
        if value is None:
            return False
        if name == "split" and args[1] < args[0]:
            parts.setdefault((args[0], args[2] % 64), set()).add(frozenset(value[0].tolist()))
        if name == "models_by_size" and len(args[2]) == 1 and args[2][0] < len(args[0]):
            rows.setdefault(kwargs["seed"], (value[0][1].tolist(), value[0][0].tensors["fc1.bias"].tolist()))
    if parts:
        splits = [split for found in parts.values() for split in found]
        return len(splits) == len(parts) and len(set(splits)) > 20
    found = list(rows.values())
    return (
        len(found) > 1
        and all(each == found[0][0] != sorted(each) for each, _ in found)
        and found[0][1] != found[1][1]
    )
