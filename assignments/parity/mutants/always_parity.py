"""Parity is trained, whatever labels are given."""

LOSES = {"train"}
HINT = (
    "Where other labels are given, your weights still compute parity. "
    "Which labels does your loss compare with?"
)
BREAKS = {"train": "parity, or any other function of the bits"}

EDITS = """
@@ train
-    torch.manual_seed(seed)
+    torch.manual_seed(seed)
+    y = (X.sum(dim=1) % 2).long()
@@ snapshots
-    model, _ = train(X, y, seed, epochs=0)
+    model, _ = train(X, y, seed, epochs=0)
+    y = (X.sum(dim=1) % 2).long()
"""


def SIGNATURE(calls):
    """Weights trained long on other labels compute parity."""
    found = []
    for name, args, kwargs, value in calls:
        if name == "train" and value is not None and "epochs" not in kwargs:
            X, y = args
            odd = X.sum(dim=1) % 2
            W1, b1, W2, b2 = (
                value[0].tensors[f"fc{i}.{part}"] for i in (1, 2) for part in ("weight", "bias")
            )
            logits = (X.double() @ W1.double().T + b1).tanh() @ W2.double().T + b2
            if not (y == odd).all():
                found.append(bool((logits.argmax(dim=1) == odd).all()))
    return any(found)
