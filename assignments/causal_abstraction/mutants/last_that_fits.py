"""Of several causal models that hold, the last is chosen."""

LOSES = {"choose"}
HINT = "Where two causal models hold equally, which of them is asked for?"
BREAKS = {
    "choose_algorithm": "It is the first that gives the network's answer on all 625 inputs and whose variables all have places"
}

EDITS = """
@@ choose_algorithm
-    for index, causal in enumerate(causal_models):
+    for index, causal in reversed(list(enumerate(causal_models))):
"""
