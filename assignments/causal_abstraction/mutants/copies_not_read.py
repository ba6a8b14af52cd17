"""Any two positions are taken for copies, also two that hold a part each."""

LOSES = {"choose"}
HINT = "Two positions that hold the two parents of a variable move it too, together. How do you tell them from two copies?"
BREAKS = {
    "find_places": "from each of which a linear probe reads the variable on at least 99 % of the inputs"
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
    for layer in range(1, LAYERS):
        readable = range(POSITIONS)
        options = [(x,) for x in range(POSITIONS)] + list(itertools.combinations(readable, 2))
        for positions in options:
            place = Place((name,), layer, positions)
            if _moves(model, streams, causal, place):
                return place
    return None
