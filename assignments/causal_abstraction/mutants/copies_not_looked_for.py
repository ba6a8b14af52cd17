"""A variable is looked for at one position only."""

LOSES = {"choose"}
HINT = "Some variables are computed at two positions, and the network reads both. Do you ever interchange two at once?"
BREAKS = {
    "find_places": "or, where no position of a layer does it, two positions of that layer at once (copies)"
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
        options = [(x,) for x in range(POSITIONS)]
        for positions in options:
            place = Place((name,), layer, positions)
            if _moves(model, streams, causal, place):
                return place
    return None
