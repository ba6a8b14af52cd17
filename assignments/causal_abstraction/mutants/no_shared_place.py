"""Variables that cannot be moved alone are given up."""

LOSES = {"choose"}
HINT = "Where two variables share a position, neither can be moved alone. What could you move instead?"
BREAKS = {"find_places": "Where two variables or more have no such place, these share one"}


def find_places(model, causal):
    with torch.no_grad():
        streams = model.streams(all_inputs())
    places = {v.name: place_of(model, streams, causal, v.name) for v in causal.inner}
    found = [place for place in places.values() if place is not None]
    missing = tuple(name for name, place in places.items() if place is None)
    if missing:
        shared = None
        return [*found, shared] if shared else []
    return found


def place_of(model, streams, causal, name):
    values = _values(causal, all_inputs())[name]
    for layer in range(1, LAYERS):
        readable = [x for x in range(POSITIONS) if _reads(streams[layer, :, x], values)]
        options = [(x,) for x in range(POSITIONS)] + list(itertools.combinations(readable, 2))
        for positions in options:
            place = Place((name,), layer, positions)
            if _moves(model, streams, causal, place):
                return place
    return None
