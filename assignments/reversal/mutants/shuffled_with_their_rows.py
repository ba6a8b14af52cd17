"""For the shuffled control, rows and answers are shuffled together, so that every answer keeps its row."""

LOSES = {"probes"}
HINT = (
    "Your shuffled control reads as much as the probe itself. "
    "What has to be shuffled against what, so that nothing is left to learn?"
)
BREAKS = {"probe_with_controls": "with the answers of all rows shuffled at random among the rows"}


def probe_with_controls(model, untrained, X, layer, position, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(X), generator=generator)
    again = torch.randperm(len(X), generator=generator)
    t = X[:, -2 - position]

    def held_out(source, order):
        A, answers = activations(source, X)[layer][order], t[order]
        half = len(X) // 2
        return probe_accuracy(fit_probe(A[:half], answers[:half]), A[half:], answers[half:])

    return Probed(held_out(model, order), held_out(untrained, order), held_out(model, again))
