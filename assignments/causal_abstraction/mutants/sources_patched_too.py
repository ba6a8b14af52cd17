"""Sources are run with the swaps before them."""

LOSES = {"interchange"}
HINT = "With several swaps, is each source's run a clean one?"
BREAKS = {"interchange": "Runs on sources are clean"}

EDITS = """
@@ interchange
-        sources = [(model.streams(source), sites) for source, sites in swaps]
+        sources = []
+        for source, sites in swaps:
+            h = [_swapped(model.embed(source), 0, sources)]
+            for layer in range(1, LAYERS + 1):
+                h.append(_swapped(model.block(layer - 1, h[-1]), layer, sources))
+            sources.append((torch.stack(h), sites))
"""
