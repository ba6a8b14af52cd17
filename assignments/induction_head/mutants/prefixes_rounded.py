"""A prefix's length is a rounded number of the range: none and the longest are half as likely as the others."""

LOSES = {"data"}
HINT = "No prefix and the longest are rarer with you than the others. How much of a range is rounded to its ends?"
BREAKS = {"repeated_sequences": "both included, each equally likely"}

EDITS = """
@@ repeated_sequences
-    prefix = (torch.rand(n, 1, generator=generator) * (room + 1)).long()
+    prefix = (torch.rand(n, 1, generator=generator) * room).round().long()
"""


def SIGNATURE(calls):
    """Of many sequences of one period, the first and the last prefix have about half of their share, and no other."""
    for name, _, kwargs, value in calls:
        if name == "repeated_sequences" and kwargs.get("periods") == [14] and value is not None:
            tokens = torch.as_tensor(value[0])
            if len(tokens) < 1000:
                continue
            same = tokens[:, :, None] == tokens[:, None, :]
            before = same.tril(-1).any(dim=2)
            starts = before.float().argmax(dim=1) - 14
            shares = torch.bincount(starts.clamp(min=0), minlength=5)[:5] * 5 / len(tokens)
            return bool(max(shares[0], shares[4]) < 0.78 and min(shares[1:4]) > 1.1)
    return False
