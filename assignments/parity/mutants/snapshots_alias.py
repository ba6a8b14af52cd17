"""The list holds the same model again and again, so all snapshots are the last one."""

LOSES = {"snapshots"}
HINT = (
    "All your snapshots are equal. "
    "Does anything train between them? And what does a list keep when you append an object that changes later?"
)
BREAKS = {"snapshots": "Each is a separate model"}

EDITS = """
@@ snapshots
-    kept = [copy.deepcopy(model)]
+    kept = [model]
@@ snapshots
-        kept.append(copy.deepcopy(model))
+        kept.append(model)
"""


def SIGNATURE(calls):
    """Several snapshots, all with the same weights."""
    taken = [value for name, _, _, value in calls if name == "snapshots" and value is not None]
    return any(
        len(models) > 1
        and all(torch.equal(t, m.tensors[n]) for m in models[1:] for n, t in models[0].tensors.items())
        for models in taken
    )
