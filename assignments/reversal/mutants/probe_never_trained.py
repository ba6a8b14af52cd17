"""The probe is a linear layer as it was drawn: nothing is fitted."""

LOSES = {"probes"}
HINT = (
    "Your probe reads no more than chance, even where everything can be read. Is it ever fitted to A and t?"
)
BREAKS = {"fit_probe": "A linear probe that reads the class t"}


def fit_probe(A, t):
    torch.manual_seed(0)
    layer = torch.nn.Linear(A.shape[1], int(t.max()) + 1)
    return Probe(layer.weight.detach().T, layer.bias.detach())


def SIGNATURE(calls):
    """On the very rows that it was given, the probe is near chance."""
    probes = [
        (args[0], value[0]) for name, args, _, value in calls if name == "fit_probe" and value is not None
    ]
    if any(len(weight) != A.shape[1] for A, weight in probes):
        return False
    shares = [
        ((args[0].double() @ value[0] + value[1]).argmax(dim=1) == args[1]).double().mean()
        - 1 / len(value[1])
        for name, args, _, value in calls
        if name == "fit_probe" and value is not None and isinstance(args[0], torch.Tensor)
    ]
    return bool(shares) and max(shares) < 0.25
