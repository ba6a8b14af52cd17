"""An explanation is kept by the network, and given again when the network has other weights."""

LOSES = {"explain"}
HINT = "Two networks can have the same places and other subspaces. What do you keep from one to the next?"
BREAKS = {"explain": "The causal model gives the network's answer on every input"}


KEPT = {}


def explain(model):
    if model not in KEPT:
        index, places = _chosen(model, hypotheses())
        causal, found = hypotheses()[index], {}
        for place in places:
            found |= _aligned(model, causal, place)
        KEPT[model] = Explanation(causal, found)
    return KEPT[model]


def SIGNATURE(calls):
    """Two networks with other weights have one explanation, to the last bit, and it is right for the first."""
    from carry_out import carried_out

    explained = [
        (args[0].W_E, [site.basis for sites in value.sites.values() for site in sites])
        for name, args, _, value in calls
        if name == "explain" and value is not None
    ]
    alike = any(
        not torch.equal(a, b) and len(one) == len(other) and all(map(torch.equal, one, other))
        for i, (a, one) in enumerate(explained)
        for b, other in explained[:i]
        if one
    )
    return alike and any(m.interchange >= 0.95 and m.excess == 0 for m in carried_out(calls))
