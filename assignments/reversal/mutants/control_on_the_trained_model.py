"""The untrained control is read from the trained model's activations: there is no control."""

LOSES = {"probes"}
HINT = (
    "Your untrained control reads what the trained model holds. "
    "From which model's activations should it be read?"
)


def probe_with_controls(model, untrained, X, layer, position, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(X), generator=generator)
    fitting, scoring = order[: len(X) // 2], order[len(X) // 2 :]
    t = X[:, -2 - position]
    shuffled = t[torch.randperm(len(t), generator=generator)]
    A = activations(model, X)[layer]

    def held_out(t):
        return probe_accuracy(fit_probe(A[fitting], t[fitting]), A[scoring], t[scoring])

    return Probed(held_out(t), held_out(t), held_out(shuffled))
