"""What was learned at a place is kept, and given for another network that has the same variables there."""

LOSES = {"explain"}
HINT = "Two networks can have the same places and other subspaces. What do you keep from one to the next?"
BREAKS = {"explain": "Interchanging each variable is right on 95 % of the pairs, changed and kept alike"}

KEPT = {}


def explain(model):
    index, places = _chosen(model, hypotheses())
    causal, found = hypotheses()[index], {}
    for place in places:
        if (index, place) not in KEPT:
            KEPT[index, place] = _aligned(model, causal, place)
        found |= KEPT[index, place]
    return Explanation(causal, found)


def SIGNATURE(calls):
    """Two networks with other weights have one explanation, to the last bit, and for one of them it is right."""
    from carry_out import one_for_two_networks

    return one_for_two_networks(calls)
