"""Of a variable in two copies one is returned."""

LOSES = {"align"}
HINT = "A place with two positions has two sites for each of its variables. How many do you return?"
BREAKS = {"learn_alignment": "Each variable has one site for each of the place's positions"}


def learn_alignment(model, causal, place):
    return {name: sites[:1] for name, sites in _aligned(model, causal, place).items()}


def SIGNATURE(calls):
    """A variable of two positions has one site."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return any(m.missing for m in shown)
