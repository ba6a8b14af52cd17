"""The total effects come first, and the direct ones second."""

LOSES = {"ablate"}
HINT = "Your two dicts stand in the wrong order. Which does the docstring name first?"
BREAKS = {"direct_and_total": "The direct effect is the component's term of `decompose_logit`"}

EDITS = """
@@ direct_and_total
-    return {name: terms[name] for name in names}, total
+    return total, {name: terms[name] for name in names}
"""
