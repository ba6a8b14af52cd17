"""A place for several variables is looked for at layer 1 alone."""

LOSES = {"choose"}
HINT = "Two variables that share a position of layer 2 have no place with you. At which layers do you look for one?"
BREAKS = {"find_places": "the first of these layers"}

EDITS = """
@@ _shared_place
-    for layer, position in itertools.product(range(1, LAYERS), range(POSITIONS)):
+    for layer, position in itertools.product([1], range(POSITIONS)):
"""
