"""The activations are read by hooks, which stay on the model."""

LOSES = {"activations", "ablation", "explain", "probes"}
HINT = (
    "Your values are right, but is the model as it was before the call? "
    "Look whether something of yours is still attached to it."
)
BREAKS = {"activations": "Leaves the model's weights as they were, and no hooks"}


def activations(model, X):
    seen = {}
    for name in ("embed", "fc1", "fc2"):
        getattr(model, name).register_forward_hook(
            lambda module, inputs, output, name=name: seen.__setitem__(name, output)
        )
    with torch.no_grad():
        model(X)
    return {"embed": seen["embed"].flatten(1), "h1": seen["fc1"].relu(), "h2": seen["fc2"].relu()}
