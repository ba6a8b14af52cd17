"""The mode is looked at for heads alone; an MLP takes any other for mean."""

LOSES = {"ablate"}
HINT = "For an MLP you take a mode that there is not. Is the mode looked at before head and MLP go separate ways?"
BREAKS = {"ablate_component": "any other mode and any other name"}

EDITS = """
@@ ablate_component
-    if mode not in ("zero", "mean"):
+    if "H" in component and mode not in ("zero", "mean"):
"""
