"""The subspace is where a probe reads the variable."""

LOSES = {"align"}
HINT = "Interchanging your subspaces does nothing where the output should change. Do you know that the network reads what your probe reads?"
BREAKS = {
    "learn_alignment": "interchanging each variable is right on at least 95 % of them, changed and kept alike"
}


def learn_alignment(model, causal, place):
    X = all_inputs()
    values, streams = _values(causal, X), model.streams(X)
    return {
        v.name: tuple(
            Site(place.layer, x, probe_subspace(streams[place.layer, :, x], values[v.name], dimensions(v)))
            for x in place.positions
        )
        for v in causal.inner
        if v.name in place.names
    }


def SIGNATURE(calls):
    """The sites tell the value, one without an error, and moving them does nothing."""
    from carry_out import carried_out

    shown = carried_out(calls)
    idle = all(m.interchange < 0.1 and m.readable >= 0.7 and m.excess == 0 for m in shown)
    return bool(shown) and idle and max(m.readable for m in shown) >= 0.95
