"""The total effect is measured on the probability."""

LOSES = {"ablate"}
HINT = (
    "Your total effects are differences of probabilities, and your direct ones of logits. "
    "In which unit can the two be compared?"
)


def direct_and_total(model, tokens, targets):
    terms = decompose_logit(model, tokens, targets)
    rows = torch.arange(len(targets))
    with torch.no_grad():
        intact = model(tokens)[:, -1].softmax(dim=1)[rows, targets]
    names = components(model)
    total = {n: intact - ablate_component(model, tokens, n).softmax(dim=1)[rows, targets] for n in names}
    return {name: terms[name] for name in names}, total
