"""The scores are the intact loss minus the loss without the head."""

LOSES = {"cause"}
HINT = (
    "Your scores have the right size and the wrong sign. "
    "The docstring says which loss is subtracted from which."
)


def ablation_scores(model, tokens, mask, mode="zero"):
    def loss(logits):
        return cross_entropy(logits[mask], tokens.roll(-1, dims=1)[mask]).item()

    with torch.no_grad():
        intact = loss(model(tokens))
    rows = range(model.cfg.n_layers)
    heads = range(model.cfg.n_heads)
    return [
        [intact - loss(ablate_head(model, tokens, layer, head, mode)) for head in heads] for layer in rows
    ]
