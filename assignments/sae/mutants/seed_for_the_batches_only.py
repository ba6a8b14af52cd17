"""The parameters are drawn alike for every seed, which decides the batches alone."""

LOSES = {"train"}
HINT = "Without a step, do two seeds give one autoencoder? What have you drawn before the seed is set?"
BREAKS = {"train": "another seed gives others, with steps=0 too"}

EDITS = """
@@ _fit
-        batch = x[torch.randint(len(x), (256,))] if len(x) > 256 else x
+        batch = x[torch.randint(len(x), (256,))]
@@ _drawn
-    torch.manual_seed(seed)
+    torch.manual_seed(0)
@@ _drawn
-    return sae
+    torch.manual_seed(seed)
+    return sae
"""


def SIGNATURE(calls):
    """Seeds give one autoencoder each without a step, all the same, and others after twenty."""
    found = {0: set(), 20: set()}
    for name, _, kwargs, value in calls:
        ours = name == "train" and value is not None and kwargs.get("n_latents") == 24
        if ours and kwargs.get("steps") in found:
            weights = value.tensors["W_dec"]
            found[kwargs["steps"]].add((kwargs["seed"], weights.numpy().tobytes()))
    apart = {steps: len({weights for _, weights in pairs}) for steps, pairs in found.items()}
    return apart[0] == 1 < apart[20]
