"""A shared place is looked for position by position, and at each of these layer by layer."""

LOSES = {"choose"}
HINT = "The shared place that you find is at layer 2 where there is one at layer 1, at a higher position. Which comes first?"
BREAKS = {"find_places": "the first of these layers, and there the first position"}

EDITS = """
@@ _shared_place
-    for layer, position in itertools.product(range(1, LAYERS), range(POSITIONS)):
+    for position, layer in itertools.product(range(POSITIONS), range(1, LAYERS)):
"""
