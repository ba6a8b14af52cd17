"""The correlation is with the model's own predictions, not with the label."""

LOSES = {"explain"}
HINT = (
    "Your aligned neuron is the one that correlates with what the model says. "
    "With what does the docstring correlate it, and where do the two differ?"
)
BREAKS = {"explain": "aligned: the neuron with the largest |r| with the label"}

EDITS = """
@@ explain
-    r = _pearson(model.act(model.fc1(X)).detach(), y)
+    r = _pearson(model.act(model.fc1(X)).detach(), model(X).argmax(dim=1))
"""
