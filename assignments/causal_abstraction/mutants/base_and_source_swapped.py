"""The source's run gets what the base's has."""

LOSES = {"interchange"}
HINT = "Which run goes on to the logits, the base's or the source's?"
BREAKS = {
    "interchange": "The logits [N, C] of runs on base [N, 4], into which each swap puts what its source's runs have at its sites"
}


def interchange(model, base, swaps):
    with torch.no_grad():
        sources = [(model.streams(base), sites) for _, sites in swaps]

        def edit(layer, h):
            h = h.clone()
            for streams, sites in sources:
                for s in sites:
                    if s.layer == layer:
                        change = streams[layer, :, s.position] - h[:, s.position]
                        h[:, s.position] += change @ _projection(s.basis)
            return h

        return _run_on(model, model.embed(swaps[0][0] if swaps else base), 0, edit)
