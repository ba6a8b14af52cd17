"""The base's component is taken out and nothing put in."""

LOSES = {"interchange"}
HINT = "Your logits do not depend on the source. What should stand in the subspace in place of the base's component?"
BREAKS = {
    "interchange": "At each site the component of the stream in the span of the site's basis becomes that of the source's run, row by row"
}


def interchange(model, base, swaps):
    with torch.no_grad():
        sources = [(model.streams(source), sites) for source, sites in swaps]

        def edit(layer, h):
            h = h.clone()
            for streams, sites in sources:
                for s in sites:
                    if s.layer == layer:
                        change = 0 * streams[layer, :, s.position] - h[:, s.position]
                        h[:, s.position] += change @ _projection(s.basis)
            return h

        return _run_on(model, model.embed(base), 0, edit)
