"""The model of a training is kept, and handed out again where the same is asked."""

LOSES = {"train"}
HINT = (
    "You keep the model that you have trained, and hand it out again. Whoever has changed it by then "
    "gets no other: is it still what this seed gives?"
)
BREAKS = {"train": "the same seed gives the same weights"}

EDITS = """
@@ train
-    model = new_model(seed, n_heads)
-    return model, list(_training(model, seed, steps, periods))
+    kept, key = train.__dict__.setdefault("_kept", {}), (seed, steps, tuple(periods), n_heads)
+    if key not in kept:
+        model = new_model(seed, n_heads)
+        kept[key] = model, list(_training(model, seed, steps, periods))
+    return kept[key]
"""


def SIGNATURE(calls):
    """A model comes back with the zeros that were put into it."""
    from autograder.checks import models_in

    models = models_in([value for *_, value in calls])
    return any(not any(tensor.any() for tensor in model.tensors.values()) for model in models)
