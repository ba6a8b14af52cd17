"""The rows are drawn by a generator that nobody seeds."""

LOSES = {"data", "memorise"}
HINT = "Does one seed give one split? Which generator draws your rows, and who set it?"
BREAKS = {
    "split": "The same seed gives the same split",
    "models_by_size": "The same seed gives the same rows and weights",
}

EDITS = """
@@ split
-    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed))
+    generator = torch.Generator()
+    generator.seed()
+    order = torch.randperm(n, generator=generator)
"""


def SIGNATURE(calls):
    """One seed gave two splits, or two lots of rows."""
    found = {}
    for name, args, kwargs, value in calls:
        if value is None:
            return False
        if name == "split":
            found.setdefault(("split", *args), set()).add(frozenset(value[0].tolist()))
        if name == "models_by_size":
            key = ("models", tuple(args[2]), kwargs["seed"])
            found.setdefault(key, set()).add(frozenset(value[0][1].tolist()))
    return any(len(splits) > 1 for splits in found.values())
