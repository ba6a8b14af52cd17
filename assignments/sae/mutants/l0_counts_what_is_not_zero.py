"""L0 counts the features that are not 0."""

EQUIVALENT = "Features come out of a ReLU and are never below 0, so what is not 0 is above 0."

EDITS = """
@@ l0
-    return (features > 0).double().sum(dim=1).mean().item()
+    return (features != 0).double().sum(dim=1).mean().item()
"""
