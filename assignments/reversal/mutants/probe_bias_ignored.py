"""The probe's bias is left out of its scores."""

LOSES = {"probes"}
HINT = (
    "Your probe accuracy leaves something out of the scores. "
    "How does the docstring of `Probe` say that they are computed?"
)
BREAKS = {"probe_accuracy": "for which the probe's answer is t"}


def probe_accuracy(probe, A, t):
    return ((A.double() @ probe.weight.double()).argmax(dim=1) == t).double().mean().item()
