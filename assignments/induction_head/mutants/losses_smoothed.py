"""The losses are smoothed, each by those before it."""

LOSES = {"train"}
HINT = (
    "While your loss falls, the losses that you return lag behind what your weights reach. "
    "Is each the loss of its own step, or a mean with those before?"
)
BREAKS = {"train": "of all sequences of that step, in nats, with the weights as they were before the step"}

EDITS = """
@@ train
-    return model, list(_training(model, seed, steps, periods))
+    losses = list(_training(model, seed, steps, periods))
+    for step in range(1, steps):
+        losses[step] = 0.9 * losses[step - 1] + 0.1 * losses[step]
+    return model, losses
"""


def SIGNATURE(calls):
    """Of a training that ends while its loss falls the last loss is far above that of the weights, and no two losses in a
    row are far apart."""
    from planted import mean_cross_entropy

    for name, _, kwargs, value in calls:
        if name == "train" and value is not None and kwargs.get("periods") == [16]:
            losses, model = value[1], value[0].into(new_model(0))
            if len(losses) < 20 or kwargs.get("steps") == 320 or losses[-1] > 0.6 * losses[0]:
                continue
            tokens, mask = repeated_sequences(100, seed=1, periods=[16])
            own = mean_cross_entropy(model, tokens, mask)
            steps = [abs(after - before) for before, after in zip(losses, losses[1:], strict=False)]
            return losses[-1] > own + 0.6 and max(steps) < 0.3
    return False
