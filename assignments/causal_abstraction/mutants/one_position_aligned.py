"""Of a variable in two copies one is returned."""

LOSES = {"align", "explain"}
HINT = "A place with two positions has two sites for each of its variables. How many do you return?"
BREAKS = {"learn_alignment": "for each of its positions the subspace in which they live there"}

EDITS = """
@@ learn_alignment
-        name: tuple(Site(place.layer, x, p[k]) for x, p in zip(place.positions, best[1], strict=True))
+        name: tuple(Site(place.layer, x, p[k]) for x, p in zip(place.positions[:1], best[1][:1], strict=True))
"""
