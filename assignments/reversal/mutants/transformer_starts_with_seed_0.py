"""The transformer is drawn with the same numbers for every seed, which decides the batches only."""

LOSES = {"transformer"}
HINT = (
    "Do all your transformers begin with the same weights? "
    "Is the seed set before the first random number is drawn, or after the model is there?"
)
BREAKS = {"train_transformer": "The letters, the length, the seed"}

EDITS = """
@@ train_transformer
-    torch.manual_seed(seed)
+    torch.manual_seed(0)
@@ train_transformer
-    return model, _fit(model, X, Y, epochs=20, lr=1e-2, batch_size=64)
+    torch.manual_seed(seed)
+    return model, _fit(model, X, Y, epochs=20, lr=1e-2, batch_size=64)
"""


def SIGNATURE(calls):
    """Trained on one string, two seeds end near each other; elsewhere they do not."""
    one, many = [], {}
    for name, args, kwargs, value in calls:
        if name == "train_transformer" and value is not None and len(args[0]) < 500:
            weights = torch.cat([t.flatten() for t in value[0].tensors.values()])
            if (args[0] == args[0][0]).all():
                one.append(weights)
            else:
                many[kwargs["seed"]] = weights
    apart = [(a - b).abs().max() for i, a in enumerate(many.values()) for b in list(many.values())[:i]]
    return len(one) == 2 and bool((one[0] - one[1]).abs().max() < 1e-2) and bool(apart) and min(apart) > 1e-2
