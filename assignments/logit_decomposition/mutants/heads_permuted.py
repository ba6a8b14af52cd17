"""The heads are named in reverse order."""

LOSES = {"decompose", "ablate"}
HINT = (
    "Your heads carry each other's names: the sum is right and the parts are not. "
    "Which axis of hook_z and of W_O counts the heads, and in which order do you go through it?"
)
BREAKS = {"decompose_logit": "The names, with layers l and heads h counted from 0"}

EDITS = """
@@ decompose_logit
-        written |= {f"L{i}H{h}": heads[:, h] for h in range(model.cfg.n_heads)}
+        written |= {f"L{i}H{h}": heads[:, -1 - h] for h in range(model.cfg.n_heads)}
"""
