"""The places are in the reverse order of the variables."""

LOSES = {"choose"}
HINT = "In which order are your places?"
BREAKS = {
    "find_places": "The places are in the order of the variables (a shared one last), positions in ascending order"
}


def find_places(model, causal):
    with torch.no_grad():
        streams = model.streams(all_inputs())
    places = {v.name: place_of(model, streams, causal, v.name) for v in causal.inner}
    found = [place for place in places.values() if place is not None]
    missing = tuple(name for name, place in places.items() if place is None)
    if missing:
        shared = _shared_place(model, streams, causal, missing) if len(missing) > 1 else None
        return [shared, *found[::-1]] if shared else []
    return found[::-1]


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
