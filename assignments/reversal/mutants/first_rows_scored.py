"""Accuracy is that of the first 500 rows."""

LOSES = {"memorise"}
HINT = "With many rows your accuracy is off. How many of them do you look at?"
BREAKS = {
    "sequence_accuracy": "The share of the rows of X [N, L+1] whose L letters are all predicted",
    "letter_accuracy": "The share of the N·L letters",
}

EDITS = """
@@ sequence_accuracy
-        right = model(X).argmax(dim=2) == Y
+        right = model(X[:500]).argmax(dim=2) == Y[:500]
@@ letter_accuracy
-        right = model(X).argmax(dim=2) == Y
+        right = model(X[:500]).argmax(dim=2) == Y[:500]
"""
