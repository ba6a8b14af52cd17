"""The output is computed from what was set, inner variables are not."""

LOSES = {"causal"}
HINT = (
    "In a chain, setting u should change v. Which of your variables are computed from values that were set?"
)
BREAKS = {"run_causal": "What is computed from them is computed from these values"}

EDITS = """
@@ run_causal
     for v in causal.variables:
-        computed = v.table[tuple(values[parent] for parent in v.parents)]
+        last = v.name == causal.output.name
+        clean = values if last or do is None else run_causal(causal, X) | dict(zip(NAMES, X.T, strict=True))
+        computed = v.table[tuple(clean[parent] for parent in v.parents)]
"""
