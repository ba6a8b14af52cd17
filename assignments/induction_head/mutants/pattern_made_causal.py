"""What the pattern holds after the query is cut off, and its rows are brought to a sum of 1."""

LOSES = {"cause"}
HINT = "You put in another pattern than the one that you are given. By which pattern should the head gather its values?"
BREAKS = {
    "patch_pattern": "the head gathers its values by this pattern, whatever it holds, instead of its own"
}

EDITS = """
@@ patch_pattern
-        attention[:, head] = pattern
+        causal = pattern.tril()
+        attention[:, head] = causal / causal.sum(dim=1, keepdim=True)
"""
