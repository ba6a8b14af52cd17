"""Steps less probable than 1e-4 are taken to be impossible, so words that hardly ever end never do."""

LOSES = {"length"}
HINT = "Do you take improbable steps for impossible ones? A probability of a millionth is not 0: such words end some day, and such traps are met."
BREAKS = {"expected_length": "Impossible is only what has probability 0"}

EDITS = """
@@ expected_length
-    possible = P[1:, 1:] > 0
+    possible = P[1:, 1:] > 1e-4
@@ expected_length
-    ending = _reached(P[1:, 0] > 0, possible.T)
+    ending = _reached(P[1:, 0] > 1e-4, possible.T)
"""
