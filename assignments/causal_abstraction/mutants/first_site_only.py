"""Of several sites the first is patched."""

LOSES = {"interchange"}
HINT = "A swap has several sites. How many of them do you patch?"
BREAKS = {"interchange": "all swaps are made in one run"}


def interchange(model, base, swaps):
    with torch.no_grad():
        sources = [(model.streams(source), sites) for source, sites in swaps]

        def edit(layer, h):
            h = h.clone()
            for streams, sites in sources:
                for s in sites[:1]:
                    if s.layer == layer:
                        change = streams[layer, :, s.position] - h[:, s.position]
                        h[:, s.position] += change @ _projection(s.basis)
            return h

        return _run_on(model, model.embed(base), 0, edit)
