"""No epochs at all is taken for none given, so the default number is trained."""

LOSES = {"train"}
HINT = "Do you train where epochs is 0? What is `epochs or 40` where epochs is 0?"
BREAKS = {"train": "With epochs=0 it is returned untrained, as it was drawn"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    return model, _fit(model, X, Y, epochs or 40, lr, batch_size)
"""


def SIGNATURE(calls):
    """There are losses where no epoch was asked for."""
    return any(
        name == "train" and value is not None and kwargs.get("epochs") == 0 and len(value[1]) > 1
        for name, _, kwargs, value in calls
    )
