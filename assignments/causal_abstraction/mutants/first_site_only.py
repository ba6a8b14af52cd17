"""Of several sites the first is patched."""

LOSES = {"accuracy", "choose", "explain", "interchange", "scrub"}
HINT = "A swap has several sites. How many of them do you patch?"
BREAKS = {"interchange": "all swaps are made in one run"}

EDITS = """
@@ _swapped
-        for s in sites:
+        for s in sites[:1]:
"""
