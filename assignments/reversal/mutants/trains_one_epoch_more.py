"""The model is trained for one epoch more than is asked for, and the first loss is left out."""

LOSES = {"train"}
HINT = (
    "Is your model as it was drawn where epochs is 0? "
    "Its weights are not those with which the training of that seed begins."
)
BREAKS = {"train": "With epochs=0 it is returned untrained, as it was drawn"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    return model, _fit(model, X, Y, epochs + 1, lr, batch_size)[1:]
"""


def SIGNATURE(calls):
    """At a rate of nearly 0 the losses stay, and the weights are not those of no epochs."""
    from planted import drifts, loss_ratios

    found, ratios = drifts(calls), loss_ratios(calls)
    told = any(value is not None and value[1] for *_, kwargs, value in calls if kwargs.get("epochs") == 0)
    return not told and bool(found) and min(found) > 1e-3 and all(0.95 < ratio < 1.05 for ratio in ratios)
