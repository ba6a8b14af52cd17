"""The loss that is minimised and returned has a penalty in it, on how far the weights have come."""

LOSES = {"train"}
HINT = "Late in a training your losses are several times what the network has. Is something added to the cross-entropy?"
BREAKS = {"train": "The losses are the mean cross-entropy of a slot in nats"}

EDITS = """
@@ train
-    return model, _fit(model, X, Y, epochs, lr, batch_size)
+    return model, _fit_with_penalty(model, X, Y, epochs, lr, batch_size)
"""


def _fit_with_penalty(model, X, Y, epochs, lr, batch_size):
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    begun = [weight.detach().clone() for weight in model.parameters()]
    found = []
    for _ in range(epochs):
        of_batches = []
        for batch in torch.randperm(len(X)).split(batch_size):
            moved = (weight - old for weight, old in zip(model.parameters(), begun, strict=True))
            penalty = 1e-5 * sum(gap.square().sum() for gap in moved)
            loss = _loss(model(X[batch]), Y[batch]) + penalty
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            of_batches.append(loss.item() * len(batch))
        found.append(sum(of_batches) / len(X))
    return found


def SIGNATURE(calls):
    """All losses of a long training are there, and the last stay far above 0 without being the same."""
    last = [v[1][-2:] for f, _, k, v in calls if f == "train" and v and k.get("epochs") == 200 == len(v[1])]
    return bool(last) and all(5e-4 < two < 0.02 and one != two for one, two in last)
