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
    """The models of all sizes have the same weights, which have learned the rows of the largest alone."""
    from planted import MANY, seen_and_unseen

    same, learned = [], []
    for name, args, _, value in calls:
        if name == "models_by_size" and value is not None and len(args[2]) > 1:
            first, *others = (trained.tensors["fc1.weight"] for trained, _ in value)
            same += [torch.equal(first, other) for other in others]
            if args[2][-1] == MANY:
                seen, unseen = seen_and_unseen(value[-1], MANY, *args[:2], by_letter=True)
                learned.append(seen - unseen)
    return bool(same) and all(same) and bool(learned) and min(learned) > 0.07
