"""Of two swaps at one place the last is made."""

LOSES = {"interchange"}
HINT = "Two swaps may have sites at the same layer and position. How many of the two do you make?"
BREAKS = {"interchange": "all swaps are made in one run"}


def interchange(model, base, swaps):
    last = {(s.layer, s.position): k for k, (_, sites) in enumerate(swaps) for s in sites}
    kept = [
        (source, [s for s in sites if last[s.layer, s.position] == k])
        for k, (source, sites) in enumerate(swaps)
    ]
    return _interchanged(model, base, kept)
