"""The change at each site is computed from the clean run on the base."""

LOSES = {"interchange"}
HINT = "At a later layer the stream has changed because of earlier sites. From which stream do you take the component that is replaced?"
BREAKS = {
    "interchange": "Later layers see what was changed in earlier ones, and all swaps are made in one run"
}


def interchange(model, base, swaps):
    with torch.no_grad():
        sources = [(model.streams(source), sites) for source, sites in swaps]

        clean = model.streams(base)

        def edit(layer, h):
            h = h.clone()
            for streams, sites in sources:
                for s in sites:
                    if s.layer == layer:
                        change = streams[layer, :, s.position] - clean[layer, :, s.position]
                        h[:, s.position] += change @ _projection(s.basis)
            return h

        return _run_on(model, model.embed(base), 0, edit)
