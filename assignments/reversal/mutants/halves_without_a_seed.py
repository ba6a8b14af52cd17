"""The halves and the shuffled answers are drawn by a generator that nobody seeds."""

LOSES = {"probes"}
HINT = "Does one seed give the same three numbers twice? Which generator draws your halves, and who set it?"
BREAKS = {"probe_with_controls": "the same seed gives the same three numbers"}

EDITS = """
@@ probe_with_controls
-    generator = torch.Generator().manual_seed(seed)
+    generator = torch.Generator()
+    generator.seed()
"""


def SIGNATURE(calls):
    """One seed gave other numbers when it was asked again, and nothing else is wrong."""
    found = {}
    for name, args, kwargs, value in calls:
        if name == "probe_with_controls" and value is not None:
            models = (network.fc2.weight.sum().item() for network in args[:2])
            asked = (*models, args[3], args[4], kwargs["seed"], len(args[2]))
            found.setdefault(asked, []).append(tuple(value))
    again = [runs for runs in found.values() if len(runs) > 1]
    return bool(again) and any(len(set(runs)) > 1 for runs in again)
