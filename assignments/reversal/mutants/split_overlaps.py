"""Training and test rows are drawn independently, so that some rows are in both."""

LOSES = {"data", "memorise"}
HINT = (
    "Some of the rows that you score as held out were trained on. "
    "What is held-out accuracy worth on those? One shuffle, cut once, and the other part to score on is enough."
)


def split(n, n_train, seed):
    generator = torch.Generator().manual_seed(seed)
    train = torch.randperm(n, generator=generator)[:n_train]
    test = torch.randperm(n, generator=generator)[n_train:]
    return train, test


def SIGNATURE(calls):
    """The two parts share rows; where only accuracies are seen, more held-out rows with random answers are known
    than anybody could know, and no more than were trained on."""
    found = []
    for name, args, _, value in calls:
        if value is None:
            return False
        if name == "split":
            found.append(bool(set(value[0].tolist()) & set(value[1].tolist())))
        if name == "memorisation_curve" and len(args[2]) == 1:
            (seen,), (held_out,) = value
            found.append(0.02 < held_out < seen * args[2][0] / len(args[0]) + 0.008)
    return bool(found) and all(found)
