"""The source's run gets what the base's has."""

LOSES = {"accuracy", "choose", "explain", "interchange", "scrub"}
HINT = "Which run goes on to the logits, the base's or the source's?"
BREAKS = {
    "interchange": "The logits [N, C] of runs on base [N, 4], into which each swap puts what its source's runs have at its sites"
}

EDITS = """
@@ interchange
-        sources = [(model.streams(source), sites) for source, sites in swaps]
-        return _run_on(model, model.embed(base), 0, lambda layer, h: _swapped(h, layer, sources))
+        sources = [(model.streams(base), sites) for _, sites in swaps]
+        start = swaps[0][0] if swaps else base
+        return _run_on(model, model.embed(start), 0, lambda layer, h: _swapped(h, layer, sources))
"""
