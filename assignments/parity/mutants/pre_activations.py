"""The hidden activations are returned before the activation function."""

LOSES = {"activations", "ablation", "direct"}
HINT = (
    "Your hidden activations look like the values that go into the activation function. "
    "Could a tanh neuron put out what you return? Look at the range."
)


def hidden_activations(model, X):
    with torch.no_grad():
        return model.fc1(X)
