"""The second layer is called h1 and the first h2."""

LOSES = {"activations", "ablation", "probes", "explain"}
HINT = "Your two layers have each other's names. Which of fc1 and fc2 puts out h1?"
BREAKS = {"activations": "What each layer puts out on the tokens X"}

EDITS = """
@@ activations
-    return {"embed": e, "h1": h1, "h2": h2}
+    return {"embed": e, "h1": h2, "h2": h1}
"""
