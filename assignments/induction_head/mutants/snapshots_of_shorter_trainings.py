"""The rate falls along a cosine to the last step, and each snapshot is what `train` gives with fewer steps."""

LOSES = {"snapshots"}
HINT = (
    "Your rate depends on the number of steps, so a training with fewer of them is another one. "
    "All snapshots are of one training: copy its weights on the way."
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
+        falls = 0.55 + 0.45 * torch.cos(torch.tensor(torch.pi * i / steps)).item()
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
    """The snapshot after 20 of 40 steps is what a training of 20 steps gives, whose losses are not those of 40."""

    def flat(weights):
        return torch.cat([t.flatten() for t in weights.into(new_model(0)).parameters()])

    middle, short, few, losses = None, None, [], []
    for name, _, kwargs, value in calls:
        if name == "snapshots" and value is not None and kwargs.get("every") == 10 and len(value) == 5:
            middle = flat(value[2])
        elif name == "train" and value is not None and kwargs.get("steps") == 20:
            short, few = flat(value[0]), value[1]
        elif name == "train" and value is not None and kwargs.get("steps") == 40:
            losses = value[1]
    if middle is None or short is None or not losses:
        return False
    apart = max(abs(a - b) for a, b in zip(few, losses, strict=False))
    return bool(apart > 2e-4 and (middle - short).abs().max() < 1e-4)
