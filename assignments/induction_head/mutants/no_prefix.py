"""The sequences have no prefix: the first copy always starts at position 0."""

LOSES = {"data", "train"}
HINT = (
    "Every sequence starts with its segment, so the prefix always has length 0. "
    "Draw its length for each sequence, from all that leave room for two copies."
)
BREAKS = {"repeated_sequences": "each a prefix and then a segment that repeats to the end"}

EDITS = """
@@ repeated_sequences
-    room = LENGTH - 2 * period
-    prefix = (torch.rand(n, 1, generator=generator) * (room + 1)).long()
+    prefix = torch.zeros(n, 1, dtype=torch.int64)
"""


def SIGNATURE(calls):
    """The segment starts at once, or a model always succeeds on those and never after a long prefix."""
    for name, _, kwargs, value in calls:
        if name == "repeated_sequences" and value is not None:
            return all(row[0] in row[1:] for row in value[0].tolist())
        if name == "train" and "steps" not in kwargs and value is not None:
            model = value[0].into(new_model(0))
            different = torch.rand(50, VOCABULARY, generator=torch.Generator().manual_seed(0)).argsort(dim=1)
            prefix, segment = different[:, 10:26], different[:, :8]
            known = torch.zeros(50, LENGTH, dtype=torch.bool)
            known[:, 24:-1] = True  # the second copy of the segment after the prefix
            late = accuracy(model, torch.cat([prefix, segment, segment], dim=1), known)
            known[:, 8:-1] = True
            early = accuracy(model, segment.repeat(1, 4), known)
            return early > 0.9 and late < 0.3
    return False
