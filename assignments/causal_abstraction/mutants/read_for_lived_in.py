"""A variable lives where a probe reads it."""

LOSES = {"choose", "explain"}
HINT = "You look for a variable where a probe can read it. Did you try whether the network reads it there?"
BREAKS = {
    "find_places": "The place of each inner variable of a causal model, found by moving whole positions"
}

EDITS = """
@@ _place_of
-            if _moves(model, causal, name, layer, (position,)):
+            if _reads(streams[layer, :, position], values):
"""
