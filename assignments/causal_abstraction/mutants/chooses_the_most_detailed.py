"""Of all that hold the one with most variables is chosen."""

LOSES = {"choose"}
HINT = "Which one is asked for where several causal models hold: the most detailed, or the first?"
BREAKS = {
    "choose_algorithm": "It is the first that gives the network's answer on all 625 inputs and whose variables all have places"
}


def choose_algorithm(model, causal_models):
    holding = []
    for i, causal in enumerate(causal_models):
        try:
            holding.append((i, _chosen(model, [causal])[1]))
        except ValueError:
            continue
    if not holding:
        raise ValueError("none of these causal models is the network's")
    return max(holding, key=lambda one: len(causal_models[one[0]].variables))
