"""A network's streams on the sources are kept, and used for other sources of it."""

LOSES = {"interchange", "accuracy"}
HINT = "Interchange two sources on one network, one after the other: does the second call see its own source?"
BREAKS = {"interchange": "that of the source's run, row by row"}

KEPT = {}


def _interchanged(model, base, swaps):
    with torch.no_grad():
        sources = [
            (KEPT.setdefault((id(model), i, len(source)), (model, model.streams(source)))[1], sites)
            for i, (source, sites) in enumerate(swaps)
        ]
        return _run_on(model, model.embed(base), 0, lambda layer, h: _swapped(h, layer, sources))
