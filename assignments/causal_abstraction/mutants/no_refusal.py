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
    """A causal model is chosen for which there are no places."""
    return any(name == "choose_algorithm" and value and not value[1] for name, _, _, value in calls)
