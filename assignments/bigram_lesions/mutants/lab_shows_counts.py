"""The lab gets the counts where the data's shares are asked for."""

LOSES = {"lab"}
HINT = "Are your lab's data counts? To be compared with a belief, each row has to be a share of its own sum."
BREAKS = {"lab_data": "see `LabData` and `View`"}

EDITS = """
@@ lab_data
-        data=counts / counts.sum(dim=1, keepdim=True).clamp(min=1),
+        data=counts,
"""


def SIGNATURE(calls):
    """The data are the counts that were given."""
    return any(
        name == "lab_data" and value is not None and value.data.equal(args[1].to(value.data.dtype))
        for name, args, _, value in calls
    )
