"""Of two sites of one swap at one place the last is patched."""

LOSES = {"interchange"}
HINT = "Two sites of one swap may be at the same layer and position, in other directions. How many of the two do you take?"
BREAKS = {"interchange": "into which each swap puts what its source's runs have at its sites"}


def interchange(model, base, swaps):
    last = [(source, list({(s.layer, s.position): s for s in sites}.values())) for source, sites in swaps]
    return _interchanged(model, base, last)
