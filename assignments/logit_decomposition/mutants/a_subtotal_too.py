"""Beside what the heads write and the output bias stands their sum, as another component."""

LOSES = {"decompose"}
HINT = "One of your components is the sum of others. What do they all add up to?"
BREAKS = {"decompose_logit": ("They add up to the logit", "there are no others")}

EDITS = """
@@ decompose_logit
-        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -1]
+        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -1]
+        written[f"L{i}.attn"] = heads.sum(dim=1) + block.attn.b_O.detach()
"""


def SIGNATURE(calls):
    """There is a name for the attention of a layer as a whole."""
    named = [value for name, _, _, value in calls if name == "decompose_logit" and value is not None]
    return bool(named) and all(any(key.endswith((".attn", "attn_out")) for key in one) for one in named)
