"""One period is drawn for the whole call, so all sequences of a training run share it."""

LOSES = {"data", "train"}
HINT = (
    "All the sequences of a call have the same period. "
    "Draw one for each sequence: with a single period a head can copy from a fixed distance, and training learns that."
)
BREAKS = {"repeated_sequences": "is drawn for each sequence from `periods`"}

EDITS = """
@@ repeated_sequences
-    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
+    period = choices[torch.randint(len(choices), (1, 1), generator=generator)].expand(n, 1)
"""


def SIGNATURE(calls):
    """Sequences of one call share their period, or a model succeeds on a single period of those to train on."""
    drawn = [value for name, _, kwargs, value in calls if name == "repeated_sequences" and value is not None]
    if drawn:
        return all(len({_period(row) for row in tokens.tolist()}) == 1 for tokens, _ in drawn)
    for name, _, kwargs, value in calls:
        if name == "train" and "steps" not in kwargs and value is not None:
            model = value[0].into(new_model(0))
            share = [accuracy(model, *repeated_sequences(30, 1, [period])) for period in PERIODS]
            return max(share) > 0.9 and sum(s < 0.9 for s in share) == len(share) - 1
    return False


def _period(row):
    first = next(token for i, token in enumerate(row) if token in row[:i])
    at = [i for i, token in enumerate(row) if token == first]
    return at[1] - at[0]
