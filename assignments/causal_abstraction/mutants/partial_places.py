"""The places of some variables are returned though others have none."""

LOSES = {"choose"}
HINT = "Your causal model has a variable without a place. Does the network run it?"
BREAKS = {"find_places": "[] if some variable has none"}


def find_places(model, causal):
    with torch.no_grad():
        streams = model.streams(all_inputs())
    places = {v.name: place_of(model, streams, causal, v.name) for v in causal.inner}
    found = [place for place in places.values() if place is not None]
    missing = tuple(name for name, place in places.items() if place is None)
    if missing:
        shared = _shared_place(model, streams, causal, missing) if len(missing) > 1 else None
        return [*found, shared] if shared else found
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
