"""Only the sites of the interchanged variable are looked at."""

LOSES = {"scrub"}
HINT = "The other variables of the explanation have sites too. What happens there when you interchange one?"
BREAKS = {
    "scrubbed_accuracy": "Wherever any variable of the explanation has a site, let K be the span of the columns of all sites at that layer and position"
}

EDITS = """
@@ scrubbed_accuracy
-    kept, rows = _kept(explanation), _row(others)
+    kept = _kept(Explanation(explanation.causal, {name: explanation.sites[name]}))
+    rows = _row(others)
"""
