"""One model, trained on the largest set, is returned for every size, with rows that belong to it."""

LOSES = {"memorise"}
HINT = (
    "Are your models of different sizes one and the same? The one of few strings knows all the others too. "
    "How many trainings does it take?"
)
BREAKS = {"models_by_size": "Trains one model for each size"}


def models_by_size(X, Y, sizes, seed):
    rows, _ = split(len(X), max(sizes), seed)
    steps_per_epoch = -(-len(rows) // 64)
    model, _ = train(X[rows], Y[rows], seed, epochs=-(-440 // steps_per_epoch))
    return [(model, rows[:size]) for size in sizes]


def SIGNATURE(calls):
    """The models of two sizes have the same weights; random answers are learned for the rows alone."""
    from planted import accuracies_by_size

    same, learned = [], []
    for name, args, kwargs, value in calls:
        if name == "models_by_size" and value is not None:
            if len(value) == 2:
                (one, _), (two, _) = value
                same.append(torch.equal(one.tensors["fc1.weight"], two.tensors["fc1.weight"]))
            elif args[2] == [12, 50, 12]:
                learned += [
                    seen - unseen for _, seen, unseen in accuracies_by_size([(name, args, kwargs, value)])
                ]
    return bool(same) and all(same) and bool(learned) and min(learned) > 0.5
