"""The network is trained with ReLU neurons, and the weights are judged with tanh."""

LOSES = {"train", "four_bits"}
HINT = (
    "Your weights compute the function with ReLU neurons, and with tanh they do not. "
    "Which activation does a TinyMLP have if you name none?"
)
BREAKS = {
    "train": "to give the labels y for the inputs X",
    "train_four_bits": "Trains a tanh `TinyMLP` on 4-bit parity",
}

EDITS = """
@@ train
-    model = TinyMLP(X.shape[1], hidden)
+    model = TinyMLP(X.shape[1], hidden, activation="relu")
"""


def SIGNATURE(calls):
    """Some weights give the labels through ReLU, and none of those does through tanh."""
    found = []
    for name, args, _, value in calls:
        if value is not None and name in ("train", "train_four_bits") and len(value[1]) > 100:
            X, y = args if name == "train" else parity_data(4)
            W1, b1, W2, b2 = (
                value[0].tensors[f"fc{i}.{part}"] for i in (1, 2) for part in ("weight", "bias")
            )
            before = X.double() @ W1.double().T + b1
            relu, tanh = (
                bool(((act(before) @ W2.double().T + b2).argmax(dim=1) == y).all())
                for act in (torch.relu, torch.tanh)
            )
            if relu and len(X) > 1:  # a single row is right by either as often as not
                found.append(not tanh)
    return bool(found) and all(found)
