"""Variables are set after everything has been computed, so that nothing follows from them."""

LOSES = {"accuracy", "align", "causal", "choose", "explain", "scrub"}
HINT = "What is computed from a variable that was set is as it was without the intervention. In which order are the values made?"
BREAKS = {"run_causal": "What is computed from them is computed from these values"}

EDITS = """
@@ run_causal
-        values[v.name] = computed if do is None or v.name not in do else do[v.name]
-    return {v.name: values[v.name] for v in causal.variables}
+        values[v.name] = computed
+    return {v.name: values[v.name] for v in causal.variables} | (do or {})
"""
