"""Training stops before the first step at which all rows are right, and the snapshots after it are all the same."""

EQUIVALENT = "`train` may stop early, and what is asked is accuracy 1"

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
+        for _ in range(every):
+            if _score(model(X), y)[0] < 1:
+                _step(model, optimiser, X, y)
"""
