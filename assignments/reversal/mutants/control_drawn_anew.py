"""The untrained model that is given is not read; one of its form is drawn from the seed."""

LOSES = {"probes"}
HINT = "Do you read the untrained model that is given, or another one of its form?"
BREAKS = {"probe_with_controls": "from `untrained`"}

EDITS = """
@@ probe_with_controls
-    generator = torch.Generator().manual_seed(seed)
+    generator = torch.Generator().manual_seed(seed)
+    if (untrained.fc1.weight != 0).all():
+        torch.manual_seed(seed)
+        untrained = ReversalMLP(**untrained.config)
"""
