"""Only the first sequence gets the pattern."""

LOSES = {"cause"}
HINT = "Your logits are patched in the first sequence only."
BREAKS = {"patch_pattern": "In all sequences the head gathers its values by this pattern"}

EDITS = """
@@ patch_pattern
-        attention[:, head] = pattern
+        attention[0, head] = pattern
"""
