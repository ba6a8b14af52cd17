"""The first causal model with the network's outputs is chosen, wherever its variables may be."""

LOSES = {"choose", "explain"}
HINT = (
    "Several causal models have the outputs of this network, and you take the first. What tells them apart?"
)
BREAKS = {
    "choose_algorithm": "The causal model that the network runs: its index, and the places of its variables"
}

EDITS = """
@@ choose_algorithm
-        if fits and (places := find_places(model, causal)):
-            return index, places
+        if fits:
+            return index, find_places(model, causal)
"""
