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
    """Two networks with other weights have one explanation, to the last bit, and for one of them it is right."""
    from carry_out import one_for_two_networks

    return one_for_two_networks(calls)
