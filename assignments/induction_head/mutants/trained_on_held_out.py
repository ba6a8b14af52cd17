"""By default the training is shown the periods, too, that it is tested on."""

LOSES = {"train"}
HINT = "Is your training on the default periods another one when the same periods are given in a list? On which does it train?"
BREAKS = {"train": ("on `repeated_sequences` of these periods", "The default of `periods` stays")}

EDITS = """
@@ _training
-    tokens, mask = repeated_sequences(batch * steps, seed, periods)
+    tokens, mask = repeated_sequences(batch * steps, seed, range(2, 17) if periods is PERIODS else periods)
"""


def SIGNATURE(calls):
    """Ten steps end elsewhere when the default periods are given in a list, and where 2 to 16 do without it."""
    from planted import ends_of_ten_steps

    ends = ends_of_ten_steps(calls)
    usual, listed, wide = (ends.get(key) for key in ((), tuple(PERIODS), tuple(range(2, 17))))
    if usual is None or listed is None or wide is None:
        return False
    return torch.equal(usual, wide) and not torch.equal(usual, listed)
