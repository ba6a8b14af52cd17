"""Of an MLP, the hidden units are replaced, so that its output bias stays."""

LOSES = {"ablate"}
HINT = (
    "After your ablation an MLP still writes its output bias. "
    "Which activation holds all that it adds to the stream?"
)
BREAKS = {"ablate_component": "of an MLP, `hook_mlp_out`, so that its output bias goes too"}

EDITS = """
@@ ablate_component
-        hooks = [(f"blocks.{layer}.hook_mlp_out", replace_mlp)]
+        hooks = [(f"blocks.{layer}.mlp.hook_post", replace_mlp)]
"""
