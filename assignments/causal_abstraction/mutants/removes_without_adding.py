"""The base's component is taken out and nothing put in."""

LOSES = {"accuracy", "choose", "explain", "interchange", "scrub"}
HINT = "Your logits do not depend on the source. What should stand in the subspace in place of the base's component?"
BREAKS = {
    "interchange": "At each site the component of the stream in the span of the site's basis becomes that of the source's run, row by row"
}

EDITS = """
@@ _swapped
-                change = streams[layer, :, s.position] - h[:, s.position]
+                change = -h[:, s.position]
"""
