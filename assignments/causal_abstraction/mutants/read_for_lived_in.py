"""A variable lives where a probe reads it."""

LOSES = {"choose"}
HINT = "You look for a variable where a probe can read it. Did you try whether the network reads it there?"
BREAKS = {
    "find_places": "The place of each inner variable of a causal model, found by moving whole positions"
}


def find_places(model, causal):
    with torch.no_grad():
        streams = model.streams(all_inputs())
    places = {v.name: place_of(model, streams, causal, v.name) for v in causal.inner}
    found = [place for place in places.values() if place is not None]
    missing = tuple(name for name, place in places.items() if place is None)
    if missing:
        shared = _shared_place(model, streams, causal, missing) if len(missing) > 1 else None
        return [*found, shared] if shared else []
    return found


def place_of(model, streams, causal, name):
    values = _values(causal, all_inputs())[name]
    for layer in range(1, LAYERS):
        readable = [x for x in range(POSITIONS) if _reads(streams[layer, :, x], values)]
        options = [(x,) for x in range(POSITIONS)] + list(itertools.combinations(readable, 2))
        for positions in options:
            place = Place((name,), layer, positions)
            if all(_reads(streams[layer, :, x], values) for x in positions):
                return place
    return None
