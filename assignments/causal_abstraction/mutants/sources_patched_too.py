"""Sources are run with the swaps before them."""

LOSES = {"interchange"}
HINT = "With several swaps, is each source's run a clean one?"
BREAKS = {"interchange": "Runs on sources are clean"}


def interchange(model, base, swaps):
    with torch.no_grad():
        sources = []
        for source, sites in swaps:
            h = [_swapped(model.embed(source), 0, sources)]
            for layer in range(1, LAYERS + 1):
                h.append(_swapped(model.block(layer - 1, h[-1]), layer, sources))
            sources.append((torch.stack(h), sites))

        def edit(layer, h):
            h = h.clone()
            for streams, sites in sources:
                for s in sites:
                    if s.layer == layer:
                        change = streams[layer, :, s.position] - h[:, s.position]
                        h[:, s.position] += change @ _projection(s.basis)
            return h

        return _run_on(model, model.embed(base), 0, edit)
