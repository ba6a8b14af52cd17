"""Training stops when all rows are right, and from then on the list holds the same object."""

LOSES = {"snapshots"}
HINT = "Once training has stopped, are your snapshots still separate models, or one model several times?"
BREAKS = {"snapshots": "Each is a separate model, also where your training stops early and they are equal"}

EDITS = """
@@ train
-    losses = [_step(model, optimiser, X, y) for _ in range(epochs)]
-    return model, losses
+    losses = []
+    while len(losses) < epochs and _score(model(X), y)[0] < 1:
+        losses.append(_step(model, optimiser, X, y))
+    return model, losses
@@ snapshots
-        for _ in range(every):
-            _step(model, optimiser, X, y)
-        kept.append(copy.deepcopy(model))
+        for _ in range(every):
+            if _score(model(X), y)[0] < 1:
+                _step(model, optimiser, X, y)
+        kept.append(copy.deepcopy(model) if _score(model(X), y)[0] < 1 else model)
"""
