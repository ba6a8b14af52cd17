"""Between the untrained and the trained model the snapshots are mixtures of the two."""

LOSES = {"snapshots"}
HINT = "Your snapshots lie on a straight line between the first and the last. Does training go straight?"
BREAKS = {
    "snapshots": (
        "The model at several times of one training",
        "then one after each `every` steps",
        "All are of one and the same training",
    )
}


def snapshots(seed, every=25, steps=300):
    start, end = (train(seed, steps=n)[0].state_dict() for n in (0, steps))
    kept = []
    for done in range(0, steps + 1, every):
        share = done / steps
        model = new_model(0)
        model.load_state_dict({name: (1 - share) * start[name] + share * end[name] for name in start})
        kept.append(model)
    return kept


def SIGNATURE(calls):
    """The way through the snapshots is as long as the distance of its ends."""
    for name, _, _, value in calls:
        if name == "snapshots" and value is not None and len(value) > 3:
            points = [
                torch.cat([t.flatten() for t in weights.into(new_model(0)).parameters()]) for weights in value
            ]
            way = sum((after - before).norm() for before, after in zip(points, points[1:], strict=False))
            return bool(1e-3 < way < 1.001 * (points[-1] - points[0]).norm())
    return False
