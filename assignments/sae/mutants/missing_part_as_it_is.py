"""The missing part is not brought to length 1."""

LOSES = {"resample"}
HINT = "Your new decoder rows are as long as the error. How long should they be?"
BREAKS = {"resample": "The direction of a sample is its missing part (x minus reconstruction) at length 1"}

EDITS = """
@@ resample
-        directions = torch.nn.functional.normalize(missing[worst], dim=1)
+        directions = missing[worst]
"""
