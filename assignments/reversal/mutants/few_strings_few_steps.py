"""Every size is trained for the same number of epochs, so the smallest sets get one step in each and learn little."""

LOSES = {"memorise"}
HINT = (
    "With few strings your network has not even learned those that it was trained on. "
    "How many steps are 40 epochs of a single batch, and how many does the large set get?"
)


def memorisation_curve(X, Y, sizes, seed):
    train_accuracy, held_out_accuracy = [], []
    for size in sizes:
        rows, others = split(len(X), size, seed)
        model, _ = train(X[rows], Y[rows], seed)
        train_accuracy.append(sequence_accuracy(model, X[rows], Y[rows]))
        held_out_accuracy.append(sequence_accuracy(model, X[others], Y[others]))
    return train_accuracy, held_out_accuracy


def SIGNATURE(calls):
    """The large set is learned, the small ones are not."""
    runs = {
        len(args[2]): value[0]
        for name, args, _, value in calls
        if name == "memorisation_curve" and value is not None
    }
    return len(runs) == 2 and runs[2][1] > 0.95 and runs[2][0] > 0.5 and 0.1 < runs[1][0] < 0.9
