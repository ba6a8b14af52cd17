"""What the pattern holds after the query is cut off, and its rows are brought to a sum of 1."""

LOSES = {"cause"}
HINT = "You put in another pattern than the one that you are given. By which pattern should the head gather its values?"
BREAKS = {"patch_pattern": "whatever it holds: a row need not sum to 1, and may reach keys after the query"}

EDITS = """
@@ patch_pattern
-        attention[:, head] = pattern
+        causal = pattern.tril()
+        attention[:, head] = causal / causal.sum(dim=1, keepdim=True)
"""
