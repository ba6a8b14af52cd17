"""The activations are returned before their ReLU."""

LOSES = {"activations", "ablation", "explain"}
HINT = (
    "Some of your activations are negative. "
    "Could a ReLU neuron put that out? Look at what comes between fc1 and the next layer."
)
BREAKS = {"activations": '"h1" and "h2" are after their ReLU'}


def activations(model, X):
    with torch.no_grad():
        e = model.embed(X).flatten(1)
        z1 = model.fc1(e)
        z2 = model.fc2(z1.relu())
    return {"embed": e, "h1": z1, "h2": z2}
