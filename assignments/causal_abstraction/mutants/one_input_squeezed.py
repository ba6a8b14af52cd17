"""With a single input the values have no axis."""

LOSES = {"causal"}
HINT = "What shape do your values have where there is one input only?"
BREAKS = {"run_causal": "The value [N] of each variable of a causal model, by name"}

EDITS = """
@@ run_causal
-    return _values(causal, X, do)
+    return {name: value.squeeze() for name, value in _values(causal, X, do).items()}
"""
