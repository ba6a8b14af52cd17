"""Training and test rows are drawn independently, so that some rows are in both."""

LOSES = {"data"}
HINT = (
    "Some of the rows that you score as held out were trained on. "
    "What is held-out accuracy worth on those? One shuffle, cut once, and the other part to score on is enough."
)
BREAKS = {"split": "Every row is in exactly one of the two"}


def split(n, n_train, seed):
    generator = torch.Generator().manual_seed(seed)
    train = torch.randperm(n, generator=generator)[:n_train]
    test = torch.randperm(n, generator=generator)[n_train:]
    return train, test


def SIGNATURE(calls):
    """The two parts share rows."""
    found = []
    for name, _, _, value in calls:
        if value is None:
            return False
        if name == "split":
            found.append(bool(set(value[0].tolist()) & set(value[1].tolist())))
    return bool(found) and all(found)
