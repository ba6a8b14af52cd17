"""A variable is looked for at later layers first."""

LOSES = {"choose"}
HINT = "A variable is carried on to later layers. At which one does it first live?"
BREAKS = {
    "find_places": "A variable lives at the first of the layers 1 and 2 where interchanging one whole position is right on at least 97 % of the pairs, changed and kept alike"
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
    for layer in reversed(range(1, LAYERS)):
        readable = [x for x in range(POSITIONS) if _reads(streams[layer, :, x], values)]
        options = [(x,) for x in range(POSITIONS)] + list(itertools.combinations(readable, 2))
        for positions in options:
            place = Place((name,), layer, positions)
            if _moves(model, streams, causal, place):
                return place
    return None
