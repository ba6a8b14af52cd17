"""The frontier is kept by l1, so a value that is asked for twice comes back once."""

LOSES = {"frontier"}
HINT = "How many autoencoders does your frontier have where an l1 is asked for twice?"
BREAKS = {"frontier": "An autoencoder for each l1, in the order given, trained on x [N, d]"}

EDITS = """
@@ frontier
-    return [train(x, n_latents, l1, steps, seed) for l1 in l1s]
+    return list({l1: train(x, n_latents, l1, steps, seed) for l1 in l1s}.values())
"""


def SIGNATURE(calls):
    """As many as there are different values of l1, where some are asked for twice."""
    return any(
        name == "frontier" and value and len(value) == len(set(args[1])) < len(args[1])
        for name, args, _, value in calls
    )
