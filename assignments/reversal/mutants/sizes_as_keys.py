"""The models are kept by their size, so one that is asked for twice comes back once."""

LOSES = {"memorise"}
HINT = "One model for each entry of `sizes`: how many do you return if a size stands there twice?"
BREAKS = {"models_by_size": "Trains one model for each size"}

EDITS = """
@@ models_by_size
-    models = []
+    models = {}
@@ models_by_size
-        models.append((model, rows))
-    return models
+        models[size] = (model, rows)
+    return list(models.values())
"""


def SIGNATURE(calls):
    """There are as many models as different sizes."""
    found = [
        (len(value), len(set(args[2])), len(args[2]))
        for name, args, _, value in calls
        if name == "models_by_size" and value is not None
    ]
    return all(n == different for n, different, _ in found) and any(n < asked for n, _, asked in found)
