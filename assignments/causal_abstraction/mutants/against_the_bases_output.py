"""A pair is right if the answer stays."""

LOSES = {"accuracy", "choose", "explain", "scrub"}
HINT = "Which output do you compare with: the base's, or the base's with one variable set?"
BREAKS = {
    "interchange_accuracy": "is the causal model's output on the base with the variable set to its value on the source"
}

EDITS = """
@@ _agreement
-    right = (logits.argmax(dim=1) == expected).double()
+    right = (logits.argmax(dim=1) == before).double()
"""
