"""Short prefixes are drawn more often than long ones."""

LOSES = {"data"}
HINT = "Short prefixes come more often than long ones. Draw each length with the same probability."
BREAKS = {
    "repeated_sequences": "then the prefix's length from 0 … LENGTH - 2·period, both included, each "
    "equally likely"
}

EDITS = """
@@ repeated_sequences
-    prefix = (torch.rand(n, 1, generator=generator) * (room + 1)).long()
+    prefix = (torch.rand(n, 1, generator=generator) ** 2 * (room + 1)).long()
"""
