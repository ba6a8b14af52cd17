"""Each subspace has a dimension that the variable does not need."""

LOSES = {"align", "explain"}
HINT = "How many columns do your bases have, and how many does the variable need?"
BREAKS = {
    "learn_alignment": "A site's basis has `dimensions(variable)` columns",
    "explain": "A site has no more than `dimensions(variable)` columns",
}

EDITS = """
@@ learn_alignment
-        name: tuple(Site(place.layer, x, p[k]) for x, p in zip(place.positions, best[1], strict=True))
+        name: tuple(
+            Site(place.layer, x, torch.cat([p[k], torch.randn(D, 1, generator=generator)], dim=1))
+            for x, p in zip(place.positions, best[1], strict=True)
+        )
"""
