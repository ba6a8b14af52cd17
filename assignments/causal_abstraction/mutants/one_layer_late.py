"""Layers are counted from 0 after the first block."""

LOSES = {"accuracy", "choose", "explain", "interchange", "scrub"}
HINT = "Layer 0 is the embedding, and layer 1 what the first block leaves. At which point of the run do you patch a site of layer 1?"
BREAKS = {
    "interchange": "At each site the component of the stream in the span of the site's basis becomes that of the source's run, row by row"
}

EDITS = """
@@ _swapped
-            if s.layer == layer:
+            if s.layer == layer - 1:
"""
