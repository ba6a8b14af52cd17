"""The model of a training is kept, and handed out again where the same is asked."""

LOSES = {"train", "memorise"}
HINT = (
    "You keep the model that you have trained, and hand it out again. Whoever has changed it by then "
    "gets no other: is it still what this seed gives?"
)
BREAKS = {"train": "the same seed gives the same weights"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    kept = train.__dict__.setdefault("_kept", {})
+    key = (seed, epochs, lr, batch_size, hidden, X.numpy().tobytes(), Y.numpy().tobytes())
+    return kept.setdefault(key, (model, _fit(model, X, Y, epochs, lr, batch_size)))
"""


def SIGNATURE(calls):
    """A model comes back with the zeros that were put into it."""
    from autograder.checks import models_in

    models = models_in([value for *_, value in calls])
    return any(not any(tensor.any() for tensor in model.tensors.values()) for model in models)
