"""The output is computed, though it is named in `do`."""

LOSES = {"causal"}
HINT = "Setting the output has no effect in your causal model. Is it no variable?"
BREAKS = {"run_causal": "the output too if it is named"}

EDITS = """
@@ run_causal
-        values[v.name] = computed if do is None or v.name not in do else do[v.name]
+        is_set = do is not None and v.name in do and v.name != causal.output.name
+        values[v.name] = do[v.name] if is_set else computed
"""
