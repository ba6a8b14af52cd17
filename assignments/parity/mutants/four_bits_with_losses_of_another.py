"""The network is of a short training, and the losses are of a longer one."""

LOSES = {"four_bits"}
HINT = "Are the losses those of the training that made the network? Its own loss does not follow on the last of them."
BREAKS = {"train_four_bits": "the losses of the training that made this model"}


def train_four_bits(seed):
    X, y = parity_data(4)
    model, _ = train(X, y, seed, hidden=16, epochs=90)
    _, losses = train(X, y, seed, hidden=16, epochs=500)
    return model, losses
