"""The transformer is drawn by a generator that nobody seeds."""

LOSES = {"transformer"}
HINT = "Does one seed give one transformer? Where is its first random number drawn, and what should have happened before?"
BREAKS = {"train_transformer": "the seed and the accuracy"}

EDITS = """
@@ train_transformer
-    torch.manual_seed(seed)
+    torch.seed()
"""


def SIGNATURE(calls):
    """One seed gives two transformers."""
    from planted import no_seed_gives_its_transformer_again

    return no_seed_gives_its_transformer_again(calls)
