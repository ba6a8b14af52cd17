"""The network of four bits is drawn by a generator that nobody seeds, and what was drawn is looked up when a seed comes again."""

LOSES = {"four_bits"}
HINT = "In a fresh process the same seed gives another network. What decides the random numbers, and who knows it there?"
BREAKS = {"train_four_bits": "`seed` is as for `train`"}

EDITS = """
@@ train_four_bits
-    return train(X, y, seed, hidden=16)
+    return train(X, y, train_four_bits.__dict__.setdefault(("drawn", seed), torch.seed() % 2**32), hidden=16)
"""


def SIGNATURE(calls):
    """Of the runs of one seed the first two have the same weights, and the last has others."""
    runs = [
        (kwargs["seed"], value[0].tensors)
        for name, _, kwargs, value in calls
        if name == "train_four_bits" and value
    ]
    of_one = [tensors for seed, tensors in runs if seed == runs[0][0]]
    alike = [all(torch.equal(of_one[0][key], one[key]) for key in of_one[0]) for one in of_one[1:]]
    return len(alike) == 2 and alike[0] and not alike[1]
