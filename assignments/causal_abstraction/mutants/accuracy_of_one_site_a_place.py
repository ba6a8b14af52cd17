"""Of two sites at one place the last alone is interchanged: they are kept by their place."""

LOSES = {"accuracy"}
HINT = "A variable may have two sites at one layer and position. Are both interchanged?"
BREAKS = {"interchange_accuracy": "with all sites of the variable interchanged"}

EDITS = """
@@ interchange_accuracy
-    logits = _interchanged(model, base, [(source, explanation.sites[name])])
+    sites = {(site.layer, site.position): site for site in explanation.sites[name]}
+    logits = _interchanged(model, base, [(source, tuple(sites.values()))])
"""
