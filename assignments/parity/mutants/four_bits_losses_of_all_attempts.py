"""A network that gets stuck is trained again, and the losses of all attempts are one list."""

from planted import begins_again

LOSES = {"four_bits"}
HINT = (
    "Somewhere in your losses the network is untrained again. Of how many trainings are they, and of which one is "
    "your network?"
)
BREAKS = {"train_four_bits": "the losses of the training that made this model, and of no other"}


def train_four_bits(seed):
    X, y = parity_data(4)
    losses = []
    for i in range(12):
        model, more = train(X, y, 12 * seed + i, hidden=4)
        losses += more
        if _score(model(X), y)[0] == 1:
            break
    return model, losses


def SIGNATURE(calls):
    """Some losses jump back to those of an untrained network."""
    told = [value[1] for name, _, _, value in calls if name == "train_four_bits" and value is not None]
    return any(begins_again(losses) for losses in told)
