"""Only the next three letters of the alphabet are tried."""

LOSES = {"influence"}
HINT = "With a large alphabet you miss changes. Which letters do you change each letter to?"
BREAKS = {"influence": "all *other* letters of the alphabet at input position p"}

EDITS = """
@@ influence
-            for shift in range(1, n_letters):
+            for shift in range(1, min(n_letters, 4)):
@@ influence
-    return changed / (n_letters - 1)
+    return changed / (min(n_letters, 4) - 1)
"""
