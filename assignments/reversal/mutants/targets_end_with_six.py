"""The targets end with 6, which is <eos> in this notebook's alphabet."""

LOSES = {"data"}
HINT = (
    "Your targets are right for six letters only. "
    "What does their last slot hold, and what does the last slot of X hold?"
)
BREAKS = {"targets": "For any alphabet and any length"}

EDITS = """
@@ targets
-    return torch.cat([X[:, :-1].flip(1), X[:, -1:]], dim=1)
+    return torch.cat([X[:, :-1].flip(1), torch.full_like(X[:, -1:], 6)], dim=1)
"""
