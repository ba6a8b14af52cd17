"""The basis is taken for orthonormal."""

LOSES = {"interchange"}
HINT = "With an orthonormal basis your logits would be right. What is the projection onto the span of columns of any length and angle?"
BREAKS = {"interchange": "The basis has independent columns, which need not be orthonormal"}


def interchange(model, base, swaps):
    with torch.no_grad():
        sources = [(model.streams(source), sites) for source, sites in swaps]

        def edit(layer, h):
            h = h.clone()
            for streams, sites in sources:
                for s in sites:
                    if s.layer == layer:
                        change = streams[layer, :, s.position] - h[:, s.position]
                        h[:, s.position] += change @ s.basis @ s.basis.T
            return h

        return _run_on(model, model.embed(base), 0, edit)
