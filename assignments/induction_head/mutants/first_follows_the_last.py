"""Position 0 counts as coming after the last position."""

LOSES = {"detect"}
HINT = "In your targets position 0 comes right after the last position. It comes after none."
BREAKS = {"induction_targets": "True where 1 <= key <= query"}

EDITS = """
@@ induction_targets
-    before = torch.nn.functional.pad(tokens[:, :-1], (1, 0), value=-1)
+    before = tokens.roll(1, dims=1)
"""
