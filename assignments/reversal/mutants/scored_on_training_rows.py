"""The probe is scored on the rows that it was fitted on."""

LOSES = {"probes"}
HINT = (
    "Your probe knows even the shuffled answers, better than chance. "
    "There is nothing to know about them: on which rows is it scored?"
)


def probe_with_controls(model, untrained, X, layer, position, seed):
    generator = torch.Generator().manual_seed(seed)
    fitting = torch.randperm(len(X), generator=generator)[: len(X) // 2]
    t = X[:, -2 - position]
    shuffled = t[torch.randperm(len(t), generator=generator)]

    def fitted(source, t):
        A = activations(source, X)[layer][fitting]
        return probe_accuracy(fit_probe(A, t[fitting]), A, t[fitting])

    return Probed(fitted(model, t), fitted(untrained, t), fitted(model, shuffled))
