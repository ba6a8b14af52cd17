"""Only the first of a variable's sites is interchanged."""

LOSES = {"accuracy", "choose", "explain"}
HINT = "A variable that lives at two positions has two sites. How many of them do you interchange?"
BREAKS = {"interchange_accuracy": "with all sites of the variable interchanged"}

EDITS = """
@@ interchange_accuracy
-    logits = interchange(model, base, [(source, explanation.sites[name])])
+    logits = interchange(model, base, [(source, explanation.sites[name][:1])])
"""
