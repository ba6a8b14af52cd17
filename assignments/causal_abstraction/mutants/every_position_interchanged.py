"""The subspace is patched at all positions."""

LOSES = {"interchange"}
HINT = "At how many positions do you change the stream for one site?"
BREAKS = {"interchange": "what is orthogonal to it stays as it is"}


def interchange(model, base, swaps):
    with torch.no_grad():
        sources = [(model.streams(source), sites) for source, sites in swaps]

        def edit(layer, h):
            h = h.clone()
            for streams, sites in sources:
                for s in sites:
                    if s.layer == layer:
                        h += (streams[layer] - h) @ _projection(s.basis)
            return h

        return _run_on(model, model.embed(base), 0, edit)
