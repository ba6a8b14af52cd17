"""The change at each site is computed from the clean run on the base."""

LOSES = {"interchange"}
HINT = "At a later layer the stream has changed because of earlier sites. From which stream do you take the component that is replaced?"
BREAKS = {
    "interchange": "Later layers see what was changed in earlier ones, and all swaps are made in one run"
}

EDITS = """
@@ interchange
-        return _run_on(model, model.embed(base), 0, lambda layer, h: _swapped(h, layer, sources))
+        clean = model.streams(base)
+        edit = lambda layer, h: h + _swapped(clean[layer], layer, sources) - clean[layer]
+        return _run_on(model, model.embed(base), 0, edit)
"""
