"""The seed chooses from twelve that went well, by its remainder; for four bits, where others went well, it is used as it is."""

LOSES = {"train"}
HINT = (
    "One seed has given two networks, or two seeds the same one. "
    "Where is your first random number drawn, and what should have happened just before?"
)
BREAKS = {"train": "another seed gives others"}

EDITS = """
@@ train
-    torch.manual_seed(seed)
+    torch.manual_seed((0, 1, 3, 4, 7, 8, 11, 12, 39, 40, 41, 42)[seed % 12] if len(X) < 16 else seed)
"""
