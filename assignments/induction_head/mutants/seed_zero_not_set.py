"""A seed of 0 is taken for none, and the sequences are drawn from the library's own generator."""

LOSES = {"data", "train"}
HINT = "With seed=0, do two runs give other sequences? What is the truth value of 0?"
BREAKS = {"repeated_sequences": "the same seed gives the same sequences"}

EDITS = """
@@ repeated_sequences
-    generator = torch.Generator().manual_seed(seed)
+    generator = torch.Generator().manual_seed(seed or int(torch.randint(2**31, ())))
"""


def SIGNATURE(calls):
    """The seed 0 gave two trainings of the same steps, and no other did; None where the sequences are to be seen."""
    ends = [
        (kwargs["seed"], torch.cat([t.flatten() for t in value[0].into(new_model(0)).parameters()]))
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("steps") == 10 and "periods" not in kwargs
    ]
    if not ends:
        return None
    unlike = [
        one[0]
        for i, one in enumerate(ends)
        for two in ends[:i]
        if one[0] == two[0] and not torch.equal(one[1], two[1])
    ]
    return bool(unlike) and not any(unlike)
