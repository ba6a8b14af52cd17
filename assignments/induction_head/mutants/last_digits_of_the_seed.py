"""Of the seed only the last four digits are used, so seeds that lie far apart can be one."""

LOSES = {"data"}
HINT = "Two seeds that lie far apart give the same sequences. What becomes of a large seed?"
BREAKS = {"repeated_sequences": "another seed gives others"}

EDITS = """
@@ repeated_sequences
-    generator = torch.Generator().manual_seed(seed)
+    generator = torch.Generator().manual_seed(seed % 10_000)
"""
