"""The first rows are for training and the others for testing, whatever the seed."""

LOSES = {"data", "memorise"}
HINT = (
    "Your training rows are the first ones, whatever the seed. "
    "The strings come in dictionary order; which letters do the first 700 never begin with?"
)
BREAKS = {"split": ("Divides the rows 0 … n-1 at random", "another seed gives another")}


def split(n, n_train, seed):
    return torch.arange(n_train), torch.arange(n_train, n)


def SIGNATURE(calls):
    """The parts are the rows in order, and so are those that were trained on."""
    found = []
    for name, args, _, value in calls:
        if value is None:
            return False
        if name == "split":
            found.append(value[0].tolist() == list(range(args[1])))
        if name == "models_by_size":
            found += [
                rows.tolist() == list(range(size)) for (_, rows), size in zip(value, args[2], strict=False)
            ]
    return bool(found) and all(found)
