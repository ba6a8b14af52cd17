"""Rows that are given several times count once."""

LOSES = {"memorise"}
HINT = "Where a string is there several times, how often does it count in your accuracy?"
BREAKS = {
    "sequence_accuracy": "The share of the rows of X [N, L+1] whose L letters are all predicted",
    "letter_accuracy": "The share of the N·L letters",
}

EDITS = """
@@ sequence_accuracy
-    with torch.no_grad():
+    X, Y = torch.cat([X, Y], dim=1).unique(dim=0).chunk(2, dim=1)
+    with torch.no_grad():
@@ letter_accuracy
-    with torch.no_grad():
+    X, Y = torch.cat([X, Y], dim=1).unique(dim=0).chunk(2, dim=1)
+    with torch.no_grad():
"""
