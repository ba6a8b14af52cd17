"""Heads are ablated in layer 1 alone; the head of layer 0 is the one that attends most to the token before."""

LOSES = {"circuit"}
HINT = (
    "The induction head is right, and the previous-token head you choose by where it looks. Others look there too. "
    "What does the model lose without it?"
)
BREAKS = {"find_circuit": "Several others may attend just as these do"}

EDITS = """
@@ find_circuit
-    previous = min(heads, key=lambda head: accuracy_without(0, head))
+    previous = int(previous_token_score(model, tokens, mask)[0].argmax())
"""
