"""The effect is kept between 0 and 1."""

LOSES = {"patching"}
HINT = "Can a patch lead away from what the donor gives, or beyond it?"
BREAKS = {"patching_effect": "below 0 away from the donor's, above 1 beyond it"}

EDITS = """
@@ patching_effect
-    return torch.stack(patched) / whole
+    return (torch.stack(patched) / whole).clamp(0, 1)
"""
