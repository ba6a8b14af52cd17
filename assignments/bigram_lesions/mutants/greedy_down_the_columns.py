"""From a symbol the path goes to the one that it most probably came from."""

LOSES = {"program", "lab"}
HINT = "Does your path look down the columns? What follows a symbol is in its row."
BREAKS = {"greedy_word": "What the model W [V, V] writes if it always takes its most probable symbol"}

EDITS = """
@@ greedy_word
-    word, following = "", W.argmax(dim=1)
+    word, following = "", W.argmax(dim=0)
"""
