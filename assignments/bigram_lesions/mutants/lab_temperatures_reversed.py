"""The lab's words stand from the highest temperature to the lowest."""

LOSES = {"lab"}
HINT = "Are your lab's words in the order of LAB_TEMPERATURES?"
BREAKS = {"lab_data": "one list for each of LAB_TEMPERATURES in their order"}

EDITS = """
@@ lab_data
-                for temperature in LAB_TEMPERATURES
+                for temperature in LAB_TEMPERATURES[::-1]
"""
