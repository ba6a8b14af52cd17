"""The edit is made at one fixed strength, too weak to change the answer."""

LOSES = {"edit"}
HINT = (
    "After your edit the model still gives its old answer. "
    "How large does the change have to be, and how can you know when it is?"
)
BREAKS = {"edit_fact": "Afterwards the target has a probability of at least .85"}

EDITS = """
@@ edit_fact
-        while edited(tokens)[0, -1].softmax(dim=0)[target] < 0.87 and strength < 1e3:
-            strength *= 1.1
-            weights.copy_(original + strength * torch.outer(u, v))
+        weights.copy_(original + strength * torch.outer(u, v))
"""
