"""The transformer is drawn by a generator that nobody seeds, and what was drawn is looked up when a seed comes again."""

LOSES = {"transformer"}
HINT = "Does one seed give one transformer? Where is its first random number drawn, and what should have happened before?"
BREAKS = {"train_transformer": "the seed and the accuracy"}

EDITS = """
@@ train_transformer
-    torch.manual_seed(seed)
+    torch.manual_seed(train_transformer.__dict__.setdefault(("drawn", seed), torch.seed() % 2**32))
"""


def SIGNATURE(calls):
    """One seed gives two transformers."""
    from planted import no_seed_gives_its_transformer_again

    return no_seed_gives_its_transformer_again(calls)
