"""A seed of 0 is taken for none, and the sequences are drawn from the library's own generator."""

LOSES = {"data", "train"}
HINT = (
    "Two calls with one seed differ. Are all of your random numbers drawn from a generator that has the seed?"
)
BREAKS = {"repeated_sequences": "the same seed gives the same sequences"}

EDITS = """
@@ repeated_sequences
-    generator = torch.Generator().manual_seed(seed)
+    generator = torch.Generator().manual_seed(seed or int(torch.randint(2**31, ())))
"""
