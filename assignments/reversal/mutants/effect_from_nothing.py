"""The clean run is not subtracted, so no effect is not 0."""

LOSES = {"patching"}
HINT = "Your effect is not 0 where a patch changes nothing. What is subtracted before the division, above and below?"
BREAKS = {"patching_effect": "0 is not at all, 1 all the way"}

EDITS = """
@@ patching_effect
-    whole = difference(given_by_donor) - difference(clean)
+    whole = difference(given_by_donor)
@@ patching_effect
-        difference(patch_embedding(model, X, donor, p)[:, :-1]) - difference(clean)
-        for p in range(clean.shape[1])
+        difference(patch_embedding(model, X, donor, p)[:, :-1])
+        for p in range(clean.shape[1])
"""
