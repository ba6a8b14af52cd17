"""For each MLP the stream after it is read, which holds everything written so far."""

LOSES = {"decompose", "ablate"}
HINT = (
    "Your MLPs' shares contain those of every component before them. "
    "hook_resid_post is a running sum: which activation holds the MLP's own part?"
)

EDITS = """
@@ decompose_logit
-        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_mlp_out"][:, -1]
+        written[f"L{i}.mlp"] = cache[f"blocks.{i}.hook_resid_post"][:, -1]
"""
