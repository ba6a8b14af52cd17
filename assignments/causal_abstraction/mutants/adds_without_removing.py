"""The source's component is added to the base's."""

LOSES = {"accuracy", "choose", "explain", "interchange", "scrub"}
HINT = "What becomes of the base's own component in the subspace?"
BREAKS = {
    "interchange": "At each site the component of the stream in the span of the site's basis becomes that of the source's run, row by row"
}

EDITS = """
@@ _swapped
-                change = streams[layer, :, s.position] - h[:, s.position]
+                change = streams[layer, :, s.position]
"""
