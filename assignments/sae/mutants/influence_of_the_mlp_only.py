"""Only the layer is read off the source's name: it is taken out of the hidden units of that layer's MLP."""

LOSES = {"influence"}
HINT = "You take the source out at the same place of its layer, whatever its name says. What else is in a name than a layer?"
BREAKS = {"feature_influence": "Either name may be any that `steer` knows"}

EDITS = """
@@ feature_influence
-        model.run_with_hooks(tokens, fwd_hooks=[(source.hook_name, remove), (target.hook_name, read)])
+        place = f"blocks.{source.hook_name.split('.')[1]}.mlp.hook_post"
+        model.run_with_hooks(tokens, fwd_hooks=[(place, remove), (target.hook_name, read)])
"""


def SIGNATURE(calls):
    """It raises where the source is a latent of the stream, and nowhere else; there it gives these values."""
    return all(
        value is None
        if "resid" in args[2].hook_name
        else value is not None and torch.allclose(value, feature_influence(*args).to(value), 1e-3, 1e-3)
        for _, args, _, value in calls
    )
