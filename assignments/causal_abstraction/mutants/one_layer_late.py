"""Layers are counted from 0 after the first block."""

LOSES = {"interchange"}
HINT = "Layer 0 is the embedding, and layer 1 what the first block leaves. At which point of the run do you patch a site of layer 1?"
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
                    if s.layer == layer - 1:
                        change = streams[layer, :, s.position] - h[:, s.position]
                        h[:, s.position] += change @ _projection(s.basis)
            return h

        return _run_on(model, model.embed(base), 0, edit)
