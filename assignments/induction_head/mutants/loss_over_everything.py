"""The loss is averaged over all positions, also where the next token is not determined."""

LOSES = {"cause"}
HINT = (
    "Your loss is averaged over positions whose next token nobody can know. "
    "Average over those in the mask only."
)


def ablation_scores(model, tokens, mask, mode="zero"):
    def loss(logits):
        return cross_entropy(logits[:, :-1].flatten(0, 1), tokens[:, 1:].flatten()).item()

    with torch.no_grad():
        intact = loss(model(tokens))
    rows = range(model.cfg.n_layers)
    heads = range(model.cfg.n_heads)
    return [
        [loss(ablate_head(model, tokens, layer, head, mode)) - intact for head in heads] for layer in rows
    ]
