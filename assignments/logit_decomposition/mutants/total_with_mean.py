"""The total effect is measured by mean-ablation."""

LOSES = {"ablate"}
HINT = (
    "Your total effects come from mean-ablation. "
    "A component's term compares it with writing nothing: which mode does that?"
)


def direct_and_total(model, tokens, targets):
    terms = decompose_logit(model, tokens, targets)
    rows = torch.arange(len(targets))
    with torch.no_grad():
        intact = model(tokens)[rows, -1, targets]
    names = components(model)
    total = {name: intact - ablate_component(model, tokens, name, "mean")[rows, targets] for name in names}
    return {name: terms[name] for name in names}, total
