"""All of a position is taken from the source, whatever the basis."""

LOSES = {"interchange"}
HINT = "Your logits do not depend on the basis. Which part of the stream at a site should change?"
BREAKS = {"interchange": "what is orthogonal to it stays as it is"}


def interchange(model, base, swaps):
    with torch.no_grad():
        sources = [(model.streams(source), sites) for source, sites in swaps]

        def edit(layer, h):
            h = h.clone()
            for streams, sites in sources:
                for s in sites:
                    if s.layer == layer:
                        change = streams[layer, :, s.position] - h[:, s.position]
                        h[:, s.position] += change
            return h

        return _run_on(model, model.embed(base), 0, edit)
