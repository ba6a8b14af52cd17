"""The subspace is spanned by differences of class means."""

LOSES = {"align"}
HINT = "The directions between class means hold all that differs with the value, copies and look-alikes too. Which of it does the network read?"
BREAKS = {
    "learn_alignment": "interchanging each variable is right on at least 95 % of them, changed and kept alike"
}


def learn_alignment(model, causal, place):
    X = all_inputs()
    values, streams = _values(causal, X), model.streams(X)
    found = {}
    for v in causal.inner:
        if v.name in place.names:
            sites = []
            for x in place.positions:
                A, of = streams[place.layer, :, x], values[v.name]
                means = torch.stack([A[of == k].mean(dim=0) for k in range(v.size)]) - A.mean(dim=0)
                sites.append(Site(place.layer, x, torch.linalg.svd(means)[2][: dimensions(v)].T))
            found[v.name] = tuple(sites)
    return found


def SIGNATURE(calls):
    """Interchanges come out half right, and the sites lean to what is loudest."""
    from carry_out import carried_out

    shown = carried_out(calls)
    return bool(shown) and all(m.means for m in shown)
