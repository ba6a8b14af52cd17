"""Where nothing fits, the first causal model is returned."""

LOSES = {"choose"}
HINT = "What do you return for a network that runs none of the causal models?"
BREAKS = {"choose_algorithm": "Raises ValueError if there is none"}

EDITS = """
@@ choose_algorithm
-    raise ValueError("no causal model fits the outputs and has a place for every variable")
+    return 0, []
"""
