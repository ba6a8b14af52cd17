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


def SIGNATURE(calls):
    """After some number of steps the decoder's rows have length 1, after another they have not."""
    off = [
        (value.tensors["W_dec"].norm(dim=1) - 1).abs().max().item()
        for name, _, kwargs, value in calls
        if name == "train"
        and value is not None
        and kwargs.get("steps", 1200) > 0
        and value.tensors["W_dec"].any()
    ]
    return bool(off) and max(off) > 1e-3 > 1e-4 > min(off)
