"""A network that got stuck is trained again from the next seed, and the seed is not its own any more."""

LOSES = {"train"}
HINT = (
    "The first loss is that of the untrained model of this seed, but not where a network gets stuck. "
    "What do you return then, and of which seed is it?"
)
BREAKS = {"train": "One training for each call: no second attempt with another seed"}

EDITS = """
@@ train
-    return model, losses
+    if epochs >= 100 and _score(model(X), y)[0] < 1:
+        return train(X, y, seed + 1, hidden, epochs, lr)
+    return model, losses
"""


def SIGNATURE(calls):
    """The first losses of three epochs are those of the untrained models, and with two neurons not all of them are."""
    drawn, own = {}, {False: [], True: []}
    for name, args, kwargs, value in calls:
        if name != "train" or value is None:
            continue
        X, y = args
        key, two = (kwargs["seed"], X.shape[1]), kwargs.get("hidden") == 2
        if kwargs.get("epochs") == 0:
            drawn[key] = [tensor.double() for tensor in value[0].tensors.values()]
        elif key in drawn and len(value[1]) and (two or kwargs.get("epochs") == 3):
            W1, b1, W2, b2 = drawn[key]
            loss = float(cross_entropy((X.double() @ W1.T + b1).tanh() @ W2.T + b2, y))
            own[two].append(abs(float(value[1][0]) - loss) < 1e-5)
    return bool(own[False]) and all(own[False]) and not all(own[True])
