"""The activations are read by a hook, which stays on the model."""

LOSES = {"activations", "ablation", "direct"}
HINT = (
    "Your values are right, but is the model as it was before the call? "
    "Compare its weights, and look whether something of yours is still attached to it."
)
BREAKS = {"hidden_activations": "Changes nothing in the model", "ablate": "Leaves the model as it was"}


def hidden_activations(model, X):
    seen = []
    model.act.register_forward_hook(lambda module, inputs, output: seen.append(output))
    with torch.no_grad():
        model(X)
    return seen[0]
