"""The second layer is computed from the first before its ReLU."""

LOSES = {"activations", "ablation", "explain"}
HINT = "Your first layer is right and your second is not what the model computes. What exactly does fc2 read?"
BREAKS = {"activations": '"h1" and "h2" are after their ReLU'}


def activations(model, X):
    with torch.no_grad():
        e = model.embed(X).flatten(1)
        z1 = model.fc1(e)
        h2 = model.fc2(z1).relu()
    return {"embed": e, "h1": z1.relu(), "h2": h2}
