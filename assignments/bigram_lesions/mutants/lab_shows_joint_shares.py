"""The lab divides all counts by their total, so that a row says how often a pair occurs among all pairs."""

LOSES = {"lab"}
HINT = "Are your lab's data shares of all transitions? To be compared with the belief after a symbol, each row has to sum to 1 by itself."
BREAKS = {"lab_data": "see `LabData` and `View`"}

EDITS = """
@@ lab_data
-        data=counts / counts.sum(dim=1, keepdim=True).clamp(min=1),
+        data=counts / counts.sum().clamp(min=1),
"""


def SIGNATURE(calls):
    """The data are the counts over their total."""
    return any(
        name == "lab_data" and value is not None and (value.data - args[1] / args[1].sum()).abs().max() < 1e-5
        for name, args, _, value in calls
    )
