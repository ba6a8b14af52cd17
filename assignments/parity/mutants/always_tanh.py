"""The activation function is taken to be tanh, whatever the model has."""

LOSES = {"activations", "ablation", "direct"}
HINT = (
    "Your activations are those of tanh neurons, also where the model has others. "
    "Which function does the model itself apply, and where does it keep it?"
)
BREAKS = {"hidden_activations": "Works for every activation that `TinyMLP` offers"}

EDITS = """
@@ hidden_activations
-        return model.act(model.fc1(X))
+        return torch.tanh(model.fc1(X))
"""
