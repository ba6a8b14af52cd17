"""The first rows are for training and the others for testing, whatever the seed."""

LOSES = {"data", "memorise"}
HINT = (
    "Your training rows are the first ones, whatever the seed. "
    "The strings come in dictionary order; which letters do the first 700 never begin with?"
)


def split(n, n_train, seed):
    return torch.arange(n_train), torch.arange(n_train, n)


def SIGNATURE(calls):
    """The parts are the rows in order; where only accuracies are seen, 700 strings are known and the rest is not."""
    found = []
    for name, args, _, value in calls:
        if value is None:
            return False
        if name == "split":
            found.append(value[0].tolist() == list(range(args[1])))
        if name == "memorisation_curve" and len(args[2]) == 2:
            train, held_out = value
            found.append(min(train) > 0.9 and held_out[0] < 0.2 and held_out[1] < 0.7)
    return bool(found) and all(found)
