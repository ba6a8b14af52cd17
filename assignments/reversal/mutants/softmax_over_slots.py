"""The cross-entropy normalises over the slots instead of the tokens: the wrong axis of the logits."""

LOSES = {"train", "memorise"}
HINT = (
    "Your loss falls, and yet many strings go wrong, most of them with a letter that occurs twice. "
    "Over which axis does your softmax normalise: over the tokens of a slot, or over the slots?"
)
BREAKS = {"train": "The losses are the mean cross-entropy of a slot in nats"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
+    losses = []
+    for _ in range(epochs):
+        for batch in torch.randperm(len(X)).split(batch_size):
+            loss = -model(X[batch]).log_softmax(dim=1).gather(2, Y[batch].unsqueeze(2)).mean()
+            optimiser.zero_grad()
+            loss.backward()
+            optimiser.step()
+        losses.append(loss.item())
+    return model, losses
"""


def SIGNATURE(calls):
    """The loss along the wrong axis is at its floor, which is the log of how often each token stands in its row;
    where models of several sizes are seen, small and large sets are learned in part, and random answers hardly."""
    from planted import MANY, accuracies_by_size

    at_floor, curves = [], {}
    for name, args, kwargs, value in calls:
        if value is None:
            return False
        if name == "train" and "epochs" not in kwargs:
            X, Y = args
            n_letters, length = int(X[0, -1]), X.shape[1] - 1
            width, hidden = (
                value[0].tensors[n].shape[i] for n, i in (("embed.weight", 1), ("fc1.weight", 0))
            )
            model = value[0].into(ReversalMLP(n_letters, length, width, hidden))
            with torch.no_grad():
                loss = -model(X).log_softmax(dim=1).gather(2, Y.unsqueeze(2)).mean()
            floor = (Y[:, :, None] == Y[:, None]).sum(dim=2).double().log().mean()
            at_floor.append(loss < floor + 0.05)
        if name == "models_by_size":
            curves[tuple(args[2])] = [s for _, s, _ in accuracies_by_size([(name, args, kwargs, value)])]
    random = (12, 42, 46, 50, 12, MANY)
    if {(700, 50), random} <= curves.keys():
        (many, few), (*_, nonsense, _) = curves[700, 50], curves[random]
        return 0.15 < few < 0.85 and 0.4 < many < 0.95 and 0.02 < nonsense < 0.4
    return bool(at_floor) and all(at_floor)
