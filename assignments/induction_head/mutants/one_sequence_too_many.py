"""There is one sequence more than was asked for."""

LOSES = {"data"}
HINT = "You return one sequence more than was asked for."
BREAKS = {"repeated_sequences": "both [n, LENGTH]"}

EDITS = """
@@ repeated_sequences
-    generator = torch.Generator().manual_seed(seed)
+    generator = torch.Generator().manual_seed(seed)
+    n = n + 1
"""
