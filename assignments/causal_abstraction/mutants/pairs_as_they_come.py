"""Both shares are of all pairs."""

LOSES = {"accuracy", "scrub"}
HINT = "Your two shares are always the same. Which pairs does each of them count?"
BREAKS = {
    "interchange_accuracy": "`changed` is of the pairs where that output is another than the causal model's on the base alone"
}

EDITS = """
@@ _agreement
-    return right[changes].mean().item(), right[~changes].mean().item()
+    return right.mean().item(), right.mean().item()
"""
