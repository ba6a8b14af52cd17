"""A variable that is set to 0 in every row counts as not set."""

LOSES = {"causal"}
HINT = (
    "What does your code do with a variable that is set to 0 in every row? Is that the same as not being set?"
)
BREAKS = {"run_causal": "The variables in `do` have the values [N] given there, whatever their parents say"}

EDITS = """
@@ run_causal
-    return _values(causal, X, do)
+    return _values(causal, X, {name: values for name, values in (do or {}).items() if values.any()})
"""
