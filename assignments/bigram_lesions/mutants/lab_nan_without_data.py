"""The data's row of a symbol that never occurs is 0 / 0."""

LOSES = {"lab"}
HINT = "The lab's data are NaN for a symbol that never occurs. `LabData` says what stands there."
BREAKS = {"lab_data": ("see `LabData` and `View`", "`data` is 0 in the row of a symbol that never occurs")}

EDITS = """
@@ lab_data
-        data=counts / counts.sum(dim=1, keepdim=True).clamp(min=1),
+        data=counts / counts.sum(dim=1, keepdim=True),
"""
