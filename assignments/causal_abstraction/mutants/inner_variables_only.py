"""The output's values are left out."""

LOSES = {"accuracy", "align", "causal", "choose", "explain", "scrub"}
HINT = "Your dict lacks a variable. Which one is the last of the causal model?"
BREAKS = {"run_causal": "the output's too"}

EDITS = """
@@ run_causal
-    return {v.name: values[v.name] for v in causal.variables}
+    return {v.name: values[v.name] for v in causal.inner}
"""
