"""The decoder's rows are put in order at every tenth step only."""

LOSES = {"train"}
HINT = "After some numbers of steps your decoder's rows have length 1, after others they have not. When do you put them in order?"
BREAKS = {"train": "The decoder's rows have length 1 at the end"}

EDITS = """
@@ _fit
-        with torch.no_grad():
-            sae.W_dec /= sae.W_dec.norm(dim=1, keepdim=True)
+        if step % 10 == 9:
+            with torch.no_grad():
+                sae.W_dec /= sae.W_dec.norm(dim=1, keepdim=True)
"""
