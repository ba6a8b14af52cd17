"""After its first 50 steps the rate falls along a cosine, and each snapshot is what `train` gives with fewer steps."""

LOSES = {"snapshots"}
HINT = (
    "After its first steps your rate depends on how many there are in all. "
    "Is a snapshot on the way what a whole training of fewer steps gives?"
)
BREAKS = {"snapshots": "All are of one and the same training of `steps` steps"}

EDITS = """
@@ _training
-    tokens, mask = repeated_sequences(batch * steps, seed, periods)
+    drawn = [repeated_sequences(batch, 1_000_003 * seed + i, periods) for i in range(steps)]
@@ _training
-        x, known = (rows[batch * i : batch * (i + 1)] for rows in (tokens, mask))
-        optimiser.param_groups[0]["lr"] = lr * min(1.0, (i + 1) / warm_up)
+        x, known = drawn[i]
+        done = max(i - warm_up, 0) / max(steps - warm_up, 1)
+        falls = 0.55 + 0.45 * torch.cos(torch.tensor(torch.pi * done)).item()
+        optimiser.param_groups[0]["lr"] = lr * min(1.0, (i + 1) / warm_up) * falls
@@ snapshots
-    model = new_model(seed)
-    kept = [_copy(model)]
-    for done, _ in enumerate(_training(model, seed, steps, PERIODS), start=1):
-        if done % every == 0:
-            kept.append(_copy(model))
-    return kept
+    return [train(seed, steps=n)[0] for n in range(0, steps + 1, every)]
"""


def SIGNATURE(calls):
    """The snapshot after 110 of 220 steps is what a training of 110 gives, and their losses part after the first 40."""

    def flat(weights):
        return torch.cat([t.flatten() for t in weights.into(new_model(0)).parameters()])

    middle, short, few, losses = None, None, [], []
    for name, _, kwargs, value in calls:
        if name == "snapshots" and value is not None and kwargs.get("every") == 110 and len(value) == 3:
            middle = flat(value[1])
        elif name == "train" and value is not None and kwargs.get("steps") == 110:
            short, few = flat(value[0]), value[1]
        elif name == "train" and value is not None and kwargs.get("steps") == 220:
            losses = value[1]
    if middle is None or short is None or len(few) < 110 or len(losses) < 110:
        return False
    apart = [abs(a - b) for a, b in zip(few, losses, strict=False)]
    return bool(max(apart[:40]) < 2e-4 < max(apart) and (middle - short).abs().max() < 1e-4)
