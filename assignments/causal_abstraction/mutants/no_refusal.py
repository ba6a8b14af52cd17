"""Where nothing fits, the first causal model is returned."""

LOSES = {"choose"}
HINT = "What do you return for a network that runs none of the causal models?"
BREAKS = {"choose_algorithm": "Raises ValueError if there is none"}


def choose_algorithm(model, causal_models):
    try:
        return _chosen(model, causal_models)
    except ValueError:
        return 0, []
