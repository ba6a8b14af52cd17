"""What was found for a network is kept, and given for each network with the same outputs."""

LOSES = {"choose"}
HINT = "Two networks may give the same outputs by different algorithms. What does your function go by when it has seen those outputs before?"
BREAKS = {
    "choose_algorithm": "The causal model that the network runs: its index, and the places of its variables"
}

KEPT = {}


def choose_algorithm(model, causal_models):
    outputs = model(all_inputs()).argmax(dim=1).numpy().tobytes()
    if outputs not in KEPT:
        KEPT[outputs] = _chosen(model, causal_models)
    return KEPT[outputs]


def SIGNATURE(calls):
    """Of two networks that give the same outputs the second has the first one's places, and its index among the same."""
    asked = [(args, value) for name, args, _, value in calls if name == "choose_algorithm" and value]
    return any(
        first is not second
        and one[0].W_V.shape == two[0].W_V.shape
        and not torch.equal(one[0].W_V, two[0].W_V)
        and torch.equal(one[0](all_inputs()).argmax(dim=1), two[0](all_inputs()).argmax(dim=1))
        and first[0] == second[0]
        and [tuple(place) for place in first[1]] == [tuple(place) for place in second[1]]
        for i, (one, first) in enumerate(asked)
        for two, second in asked[:i]
    )
