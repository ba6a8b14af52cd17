"""A variable is looked for at one position only."""

LOSES = {"choose", "explain"}
HINT = "Some variables are computed at two positions, and the network reads both. Do you ever interchange two at once?"
BREAKS = {
    "find_places": "or, where no position of a layer does it, two positions of that layer at once (copies)"
}

EDITS = """
@@ _place_of
-        for pair in itertools.combinations(readable, 2):
-            if _moves(model, causal, name, layer, pair):
-                return Place((name,), layer, pair)
+        del readable
"""
