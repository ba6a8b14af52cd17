"""Of several causal models that hold, the last is chosen."""

LOSES = {"choose"}
HINT = "Where two causal models hold equally, which of them is asked for?"
BREAKS = {
    "choose_algorithm": "It is the first that gives the network's answer on all 625 inputs and whose variables all have places"
}


def choose_algorithm(model, causal_models):
    index, places = _chosen(model, causal_models[::-1])
    return len(causal_models) - 1 - index, places


def SIGNATURE(calls):
    """Where several are the same, the last of them is chosen."""
    from carry_out import same_variables

    chosen = [(args[1], value[0]) for name, args, _, value in calls if name == "choose_algorithm" and value]
    before = [any(same_variables(every[i], one) for one in every[:i]) for every, i in chosen]
    after = [any(same_variables(every[i], one) for one in every[i + 1 :]) for every, i in chosen]
    return any(before) and not any(after)
