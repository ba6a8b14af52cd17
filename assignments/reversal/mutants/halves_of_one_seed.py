"""The halves and the shuffled answers are the same for every seed."""

LOSES = {"probes"}
HINT = "Your three numbers are the same for every seed. Does `seed` reach the generator?"
BREAKS = {"probe_with_controls": "`seed` decides everything random"}

EDITS = """
@@ probe_with_controls
-    generator = torch.Generator().manual_seed(seed)
+    generator = torch.Generator().manual_seed(0)
"""
