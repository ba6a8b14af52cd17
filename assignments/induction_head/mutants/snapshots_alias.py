"""The same model is kept each time, so that all snapshots are the last one."""

LOSES = {"snapshots"}
HINT = (
    "All your snapshots are the same model, the one that training ended with. "
    "Copy its weights into a new model each time."
)


def snapshots(seed, every=25, steps=300):
    model = new_model(seed)
    kept = [model]
    for done, _ in enumerate(_training(model, seed, steps, PERIODS), start=1):
        if done % every == 0:
            kept.append(model)
    return kept
