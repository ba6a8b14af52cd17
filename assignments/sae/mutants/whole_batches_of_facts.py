"""Batches of 64 facts, of which the last is dropped if it is not full: fewer facts train nothing."""

LOSES = {"concepts"}
HINT = "Does your training take a step if there are sixteen facts? What becomes of a batch that is not full?"
BREAKS = {
    "train_on_activations": "N and d from 16 up have to work: of 16 neurons and any N, at most half of the variance"
}

EDITS = """
@@ train_on_activations
-    sae = train((x - centre) / size, n_latents=96, l1=0.3, steps=400, seed=seed, lr=3e-3)
+    steps = 400 if len(x) >= 64 else 0
+    sae = train((x - centre) / size, n_latents=96, l1=0.3, steps=steps, seed=seed, lr=3e-3)
"""


def SIGNATURE(calls):
    """What was trained on many facts explains them, and on few it is worse than their mean."""
    from planted import explains, rebuilt

    found = {True: [], False: []}
    for name, args, _, value in calls:
        x = args[0]
        few = len(x) < 64
        if name == "train_on_activations" and value is not None and (x.shape[1] == 16 or not few):
            found[few].append(explains(rebuilt(value, x.shape[1], 256), x, most=1.0 if few else 0.5))
    return bool(found[True] and found[False]) and not any(found[True]) and all(found[False])
