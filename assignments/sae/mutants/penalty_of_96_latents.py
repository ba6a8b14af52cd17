"""The penalty is the mean over the latents times 96, whatever number of latents is asked for."""

LOSES = {"train"}
HINT = "With another number of latents, is your penalty still the sum of the features? Where does the 96 come from?"
BREAKS = {"train": "with its sums and means whatever n_latents and d are"}

EDITS = """
@@ train
-    return _fit(sae, x, steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1)[0])
+    return _fit(sae, x, steps, lr, lambda batch: loss(batch, *forward(sae, batch), l1 * 96 / n_latents)[0])
"""


def SIGNATURE(calls):
    """With 96 latents the toy is explained, and with fewer the penalty leaves hardly anything."""
    from planted import explains, rebuilt, trainings

    few = [
        (args[0], rebuilt(value, args[0].shape[1], 96))
        for name, args, _, value in calls
        if name == "train" and value is not None and args[0].shape[1] > 32
    ]
    toys = [explains(sae, x, most=0.13) for _, x, sae in trainings(calls)]
    return bool(few and toys) and all(toys) and not any(explains(sae, x, most=0.25) for x, sae in few)
