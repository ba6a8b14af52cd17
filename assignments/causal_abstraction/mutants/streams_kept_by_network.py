"""A network's streams on the sources are kept, and used for other sources of it."""

LOSES = {"interchange"}
HINT = "Interchange two sources on one network, one after the other: does the second call see its own source?"
BREAKS = {"interchange": "that of the source's run, row by row"}

KEPT = {}


def interchange(model, base, swaps):
    def streams(i, source):
        return KEPT.setdefault((model.W_U.sum().item(), i, len(source)), model.streams(source))

    with torch.no_grad():
        sources = [(streams(i, source), sites) for i, (source, sites) in enumerate(swaps)]
        return _run_on(model, model.embed(base), 0, lambda layer, h: _swapped(h, layer, sources))
