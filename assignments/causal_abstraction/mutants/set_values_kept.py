"""What is computed is written into the dict of what was set, so a second run has the first one's values."""

LOSES = {"causal"}
HINT = "Run the same `do` on two inputs, one after the other. Is it still the dict that you were given?"
BREAKS = {"run_causal": "What is computed from them is computed from these values"}

EDITS = """
@@ _values
+    do = {} if do is None else do
     for v in causal.variables:
         computed = v.table[tuple(values[parent] for parent in v.parents)]
-        values[v.name] = computed if do is None or v.name not in do else do[v.name]
+        values[v.name] = do.setdefault(v.name, computed)
"""
