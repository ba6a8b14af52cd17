"""The attention's output biases are left out."""

LOSES = {"decompose"}
HINT = (
    "Your sum lacks what the attention layers add whatever their heads find. "
    "Which parameter of attn have you not used?"
)
BREAKS = {"decompose_logit": '"L{l}.b_O": the attention\'s output bias'}

EDITS = """
@@ decompose_logit
-        written[f"L{i}.b_O"] = block.attn.b_O.detach()[None]
"""


def SIGNATURE(calls):
    """It is missing: where it is there and wrong, the values alone would agree, since further names do not count."""
    there = any(any(name.endswith("b_O") for name in terms) for _, _, _, terms in calls if terms is not None)
    return False if there else None
