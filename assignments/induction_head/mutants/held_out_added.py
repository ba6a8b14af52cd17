"""Whatever periods are asked for, those that are tested on are trained on too."""

LOSES = {"train"}
HINT = "Is your training on the periods from 2 to 16 another one than on those from 4 to 14? On which does it train?"
BREAKS = {"train": "on `repeated_sequences` of these periods"}

EDITS = """
@@ _training
-    tokens, mask = repeated_sequences(batch * steps, seed, periods)
+    tokens, mask = repeated_sequences(batch * steps, seed, sorted({*periods, 2, 3, 15, 16}))
"""


def SIGNATURE(calls):
    """Ten steps on 2 to 16 end where those on the default periods do, however these are given."""
    from planted import ends_of_ten_steps

    ends = ends_of_ten_steps(calls)
    usual, listed, wide, one = (ends.get(key) for key in ((), tuple(PERIODS), tuple(range(2, 17)), (16,)))
    if usual is None or listed is None or wide is None or one is None:
        return False
    return torch.equal(usual, wide) and torch.equal(usual, listed) and not torch.equal(usual, one)
