"""The probe's gradients reach the model: its weights are trained along with the probe."""

LOSES = {"probes"}
HINT = (
    "After your probe, the model is no longer the model you were given: you train it along with the probe. "
    "A probe should watch. What keeps its gradients from the model?"
)
BREAKS = {"probe_with_controls": "Leaves the models' weights as they were"}


def probe_with_controls(model, untrained, X, layer, position, seed):
    torch.manual_seed(seed)
    order = torch.randperm(len(X))
    fitting, scoring = order[: len(X) // 2], order[len(X) // 2 :]
    t = X[:, -2 - position]
    shuffled = t[torch.randperm(len(t))]

    def read(source):
        layers = {"embed": source.embed(X).flatten(1)}
        layers["h1"] = source.fc1(layers["embed"]).relu()
        layers["h2"] = source.fc2(layers["h1"]).relu()
        return layers[layer]

    def held_out(source, t):
        probe = torch.nn.Linear(read(source).shape[1], int(t.max()) + 1)
        optimiser = torch.optim.Adam([*probe.parameters(), *source.parameters()], lr=5e-2)
        for _ in range(6):
            loss = cross_entropy(probe(read(source)[fitting]), t[fitting])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        return (probe(read(source)[scoring]).argmax(dim=1) == t[scoring]).double().mean().item()

    return Probed(held_out(model, t), held_out(untrained, t), held_out(model, shuffled))
