"""The hidden activations are returned before the activation function."""

LOSES = {"activations", "ablation", "direct"}
HINT = (
    "Your hidden activations look like the values that go into the activation function. "
    "Could a tanh neuron put out what you return? Look at the range."
)
BREAKS = {"hidden_activations": "after the activation function"}

EDITS = """
@@ hidden_activations
-        return model.act(model.fc1(X))
+        return model.fc1(X)
"""
