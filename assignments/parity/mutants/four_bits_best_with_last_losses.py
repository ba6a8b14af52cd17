"""The best network of three trainings is returned with the losses of the last."""

LOSES = {"four_bits"}
HINT = "Are the losses those of the training that made the network? Its own loss does not follow on the last of them."
BREAKS = {"train_four_bits": "the losses of the training that made this model"}


def train_four_bits(seed):
    X, y = parity_data(4)
    made = [train(X, y, 3 * seed + i, hidden=8, epochs=200) for i in range(3)]
    return min(made, key=lambda one: one[1][-1])[0], made[-1][1]
