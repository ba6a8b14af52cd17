"""The seed is not used, so every seed gives whatever the generator happens to give."""

LOSES = {"train"}
HINT = (
    "Your training does not depend on its seed argument. "
    "Where is the first random number drawn, and what should have happened just before?"
)


def train(X, y, seed, hidden=6, epochs=500, lr=0.05):
    model = TinyMLP(X.shape[1], hidden)
    optimiser = _optimiser(model, lr)
    losses = [_step(model, optimiser, X, y) for _ in range(epochs)]
    return model, losses


def SIGNATURE(calls):
    """The same seed gives other weights, or another seed the same ones."""
    short = [
        (kwargs["seed"], value[0].tensors["fc1.weight"])
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and kwargs.get("epochs") == 20
    ]
    return any(
        (one == two) != torch.equal(first, second)
        for (one, first), (two, second) in itertools.combinations(short, 2)
        if first.shape == second.shape
    )
