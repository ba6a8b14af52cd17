"""The shortcut for steps=0 forgets how many heads were asked for."""

LOSES = {"train"}
HINT = "With steps=0 and n_heads=4 a model with one head comes back. Where does the argument go?"
BREAKS = {"train": "With steps=0 the model is returned untrained, as it was drawn"}

EDITS = """
@@ train
-    model = new_model(seed, n_heads)
+    model = new_model(seed, n_heads) if steps else new_model(seed)
"""


def SIGNATURE(calls):
    """With four heads asked for there are four after a step, and one after none."""

    def one(steps):
        for name, _, kwargs, value in calls:
            if name == "train" and value is not None and "n_heads" in kwargs and kwargs.get("steps") == steps:
                try:
                    return bool(value[0].into(new_model(0)))
                except Exception:  # they have another shape
                    return False
        return None

    return one(0) is True and one(1) is False
