"""The sequences are the same whatever the seed."""

LOSES = {"data"}
HINT = "Two seeds give the same sequences. Which seed does your generator have?"
BREAKS = {"repeated_sequences": ("`seed` decides everything random", "another seed gives others")}

EDITS = """
@@ repeated_sequences
-    generator = torch.Generator().manual_seed(seed)
+    generator = torch.Generator().manual_seed(0)
"""
