"""The subspaces are learned at layer 1, wherever the place is."""

LOSES = {"align"}
HINT = "A subspace of layer 2 that you learn carries nothing. Which layer's streams do you change as you learn it?"
BREAKS = {"learn_alignment": "for each of its positions the subspace in which they live there"}

EDITS = """
@@ _scrubbed_interchange
-    h = streams[place.layer, base].clone()
+    h = streams[1, base].clone()
@@ _scrubbed_interchange
-        pool = streams[place.layer, :, position]
+        pool = streams[1, :, position]
@@ _scrubbed_interchange
-    return _run_on(model, h, place.layer, lambda layer, h: h)
+    return _run_on(model, h, 1, lambda layer, h: h)
"""
