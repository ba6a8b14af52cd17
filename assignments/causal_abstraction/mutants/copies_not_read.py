"""Any two positions are taken for copies, also two that hold a part each."""

LOSES = {"choose"}
HINT = "Two positions that hold the two parents of a variable move it too, together. How do you tell them from two copies?"
BREAKS = {
    "find_places": "from each of which a linear probe reads the variable on at least 99 % of the inputs"
}

EDITS = """
@@ _place_of
-        readable = [x for x in range(POSITIONS) if _reads(streams[layer, :, x], values)]
+        readable = list(range(POSITIONS))
"""
