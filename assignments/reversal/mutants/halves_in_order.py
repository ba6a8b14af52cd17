"""The first half of the rows is for fitting and the second for scoring."""

LOSES = {"probes"}
HINT = (
    "Your probe is fitted on the first half of the rows and scored on the second. "
    "The strings come in dictionary order: which first letters has it never seen?"
)
BREAKS = {"probe_with_controls": "A random half of the rows (N // 2) is for fitting"}

EDITS = """
@@ probe_with_controls
-    order = torch.randperm(len(X), generator=generator)
+    order = torch.arange(len(X))
"""
