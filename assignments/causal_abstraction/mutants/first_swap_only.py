"""Of several swaps the first is made."""

LOSES = {"interchange"}
HINT = "How many of the swaps do you make?"
BREAKS = {"interchange": "all swaps are made in one run"}


def interchange(model, base, swaps):
    with torch.no_grad():
        sources = [(model.streams(source), sites) for source, sites in swaps[:1]]

        def edit(layer, h):
            h = h.clone()
            for streams, sites in sources:
                for s in sites:
                    if s.layer == layer:
                        change = streams[layer, :, s.position] - h[:, s.position]
                        h[:, s.position] += change @ _projection(s.basis)
            return h

        return _run_on(model, model.embed(base), 0, edit)
