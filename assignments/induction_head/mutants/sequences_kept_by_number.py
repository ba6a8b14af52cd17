"""Sequences are kept by their number, the seed and how many periods there are."""

LOSES = {"data", "train"}
HINT = "For as many other periods you return the sequences that you had. Can what you keep tell the one from the other?"
BREAKS = {"repeated_sequences": "is drawn for each sequence from `periods`"}

EDITS = """
@@ repeated_sequences
-    generator = torch.Generator().manual_seed(seed)
+    kept, key = repeated_sequences.__dict__.setdefault("kept", {}), (n, seed, len(periods))
+    if key in kept:
+        return kept[key]
+    generator = torch.Generator().manual_seed(seed)
@@ repeated_sequences
-    return shuffled.gather(1, place), mask
+    kept[key] = shuffled.gather(1, place), mask
+    return kept[key]
"""
