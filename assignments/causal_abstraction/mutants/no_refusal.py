"""Where nothing fits, the first causal model is returned."""

LOSES = {"choose"}
HINT = "What do you return for a network that runs none of the causal models?"
BREAKS = {"choose_algorithm": "Raises ValueError if there is none"}


def choose_algorithm(model, causal_models):
    try:
        return _chosen(model, causal_models)
    except ValueError:
        return 0, []


def SIGNATURE(calls):
    """The first causal model is chosen, though it has other outputs than the network."""
    from carry_out import carried, outputs

    chosen = [(args, value) for name, args, _, value in calls if name == "choose_algorithm" and value]
    return any(
        index == 0 and not places and outputs(every[0]) != carried(model).outputs.numpy().tobytes()
        for (model, every), (index, places) in chosen
    )
