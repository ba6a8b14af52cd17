"""A position where one variable has its place is not tried for the variables after it, at whatever layer."""

LOSES = {"choose"}
HINT = (
    "A chain's second variable may be computed where the first one was, a layer later. Do you try positions that another "
    "variable has?"
)
BREAKS = {"find_places": "A position where another variable was found is tried for the next ones, too"}


def find_places(model, causal):
    found = _places(model, causal)
    at = [position for place in found if len(place.names) == 1 for position in place.positions]
    return found if len(set(at)) == len(at) else []
