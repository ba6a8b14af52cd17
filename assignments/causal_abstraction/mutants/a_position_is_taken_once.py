"""A position where one variable has its place is not tried for the variables after it, at whatever layer."""

LOSES = {"choose"}
HINT = (
    "A chain's second variable may be computed where the first one was, a layer later. Do you try positions that another "
    "variable has?"
)
BREAKS = {
    "find_places": "A variable lives at the first of the layers 1 and 2 where interchanging one whole position is right"
}


def find_places(model, causal):
    with torch.no_grad():
        streams = model.streams(all_inputs())
    found, taken = [], set()
    missing = ()
    for v in causal.inner:
        place = _place_of(model, streams, causal, v.name)
        if place is None:
            missing += (v.name,)
        elif taken & set(place.positions):
            return []
        else:
            found.append(place)
            taken |= set(place.positions)
    if len(missing) == 1:
        return []
    if missing:
        shared = _shared_place(model, streams, causal, missing)
        return [*found, shared] if shared else []
    return found
