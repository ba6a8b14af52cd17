"""The probe is asked for the input letter at the position, not for the output letter."""

LOSES = {"probes"}
HINT = (
    "Your probe looks for the letter that goes in at that position. "
    "Which letter should come out there, and where in X does it stand?"
)


def probe_with_controls(model, untrained, X, layer, position, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(X), generator=generator)
    fitting, scoring = order[: len(X) // 2], order[len(X) // 2 :]
    t = X[:, position]
    shuffled = t[torch.randperm(len(t), generator=generator)]

    def held_out(source, t):
        A = activations(source, X)[layer]
        return probe_accuracy(fit_probe(A[fitting], t[fitting]), A[scoring], t[scoring])

    return Probed(held_out(model, t), held_out(untrained, t), held_out(model, shuffled))
