"""A variable is looked for at later layers first."""

LOSES = {"choose"}
HINT = "A variable is carried on to later layers. At which one does it first live?"
BREAKS = {
    "find_places": "A variable lives at the first of the layers 1 and 2 where interchanging one whole position is right on at least 97 % of the pairs, changed and kept alike"
}

EDITS = """
@@ _place_of
-    for layer in range(1, LAYERS):
+    for layer in reversed(range(1, LAYERS)):
"""
