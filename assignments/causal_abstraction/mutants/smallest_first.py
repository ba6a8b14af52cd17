"""The causal models are tried from the smallest tables to the largest, so of several that hold the smallest is chosen."""

LOSES = {"choose"}
HINT = "Of two causal models that hold you choose the smaller. Which of them is asked for?"
BREAKS = {
    "choose_algorithm": "It is the first that gives the network's answer on all 625 inputs and whose variables all have places"
}


def choose_algorithm(model, causal_models):
    def entries(i):
        return sum(v.table.numel() * v.size for v in causal_models[i].variables)

    order = sorted(range(len(causal_models)), key=entries)
    index, places = _chosen(model, [causal_models[i] for i in order])
    return order[index], places


def SIGNATURE(calls):
    """Of a causal model and one that holds as well and has a value more, it is the smaller, whichever comes first."""
    chosen = [
        (args[1][value[0]], args[1])
        for name, args, _, value in calls
        if name == "choose_algorithm" and value and len(args[1]) == 2
    ]
    return len(chosen) == 2 and all(
        one.inner[0].size == min(c.inner[0].size for c in of) for one, of in chosen
    )
