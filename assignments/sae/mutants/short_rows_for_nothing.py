"""Rows shorter than .01 are divided by .01."""

LOSES = {"recover"}
HINT = "A very short row has too small a cosine. What does your division do where a length is near 0?"
BREAKS = {"match_features": "Rows may have any length above 0"}

EDITS = """
@@ match_features
-        torch.nn.functional.normalize(rows.detach().double(), dim=1) for rows in (W_dec, W_true)
+        torch.nn.functional.normalize(rows.detach().double(), dim=1, eps=1e-2) for rows in (W_dec, W_true)
"""
