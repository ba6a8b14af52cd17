"""What is set by an intervention is computed all the same."""

LOSES = {"accuracy", "align", "causal", "choose", "explain", "scrub"}
HINT = (
    "With `do` and without it your values are the same. What has to happen to a variable that is named there?"
)
BREAKS = {"run_causal": "The variables in `do` have the values [N] given there, whatever their parents say"}

EDITS = """
@@ run_causal
-        values[v.name] = computed if do is None or v.name not in do else do[v.name]
+        values[v.name] = computed
"""
