"""Of Adam's two moments only the first is cleared."""

LOSES = {"resample"}
HINT = "You clear the first of Adam's two running means and leave the second. What does Adam divide by?"
BREAKS = {"resample": "Both moments of these numbers become 0"}

EDITS = """
@@ resample
-    moments["W_dec"][:, dead] = 0.0
-    moments["W_enc"][:, :, dead] = 0.0
-    moments["b_enc"][:, dead] = 0.0
+    moments["W_dec"][0, dead] = 0.0
+    moments["W_enc"][0, :, dead] = 0.0
+    moments["b_enc"][0, dead] = 0.0
"""
