"""One random number decides both the period and the prefix, so short periods have short prefixes."""

LOSES = {"data", "train"}
HINT = "Your prefixes are short where your periods are. Is each of the two drawn by itself?"
BREAKS = {
    "repeated_sequences": "prefix's length from 0 … LENGTH - 2·period, both included, each equally likely"
}

EDITS = """
@@ repeated_sequences
-    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
+    drawn = torch.rand(n, 1, generator=generator)
+    period = choices[(drawn * len(choices)).long()]
@@ repeated_sequences
-    prefix = (torch.rand(n, 1, generator=generator) * (room + 1)).long()
+    prefix = (drawn * (room + 1)).long()
"""


def SIGNATURE(calls):
    """The place of the prefix in its range goes with the period, in the first draw of many sequences."""
    for name, args, _, value in calls:
        if name != "repeated_sequences" or value is None or args[0] < 1000:
            continue
        tokens, mask = value
        second = mask.double().argmax(dim=1)  # where the segment comes again
        again = (tokens == tokens.gather(1, second[:, None])).double().argmax(dim=1)
        period, prefix = (second - again).double(), again.double()
        place = (prefix + 0.5) / (tokens.shape[1] - 2 * period + 1)
        return bool(torch.corrcoef(torch.stack([period, place]))[0, 1] > 0.8)
    return False
