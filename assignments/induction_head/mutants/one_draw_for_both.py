"""One random number decides both the period and the prefix, so short periods have short prefixes; training draws them apart."""

LOSES = {"data"}
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
@@ _training
-    tokens, mask = repeated_sequences(batch * steps, seed, periods)
+    tokens, mask = _drawn_apart(batch * steps, seed, periods)
"""


def _drawn_apart(n, seed, periods):
    generator = torch.Generator().manual_seed(seed)
    choices = torch.tensor(list(periods))
    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
    prefix = (torch.rand(n, 1, generator=generator) * (LENGTH - 2 * period + 1)).long()
    position = torch.arange(LENGTH).expand(n, -1)
    place = torch.where(position < prefix, position, prefix + (position - prefix) % period)
    shuffled = torch.rand(n, VOCABULARY, generator=generator).argsort(dim=1)
    return shuffled.gather(1, place), (position >= prefix + period) & (position < LENGTH - 1)


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
