"""The total effect is the ablated logit minus the intact one."""

LOSES = {"ablate"}
HINT = (
    "Your total effects have the wrong sign: a component that helps comes out negative. "
    "Which of the two logits does the docstring start from?"
)


def direct_and_total(model, tokens, targets):
    terms = decompose_logit(model, tokens, targets)
    rows = torch.arange(len(targets))
    with torch.no_grad():
        intact = model(tokens)[rows, -1, targets]
    names = components(model)
    total = {name: ablate_component(model, tokens, name)[rows, targets] - intact for name in names}
    return {name: terms[name] for name in names}, total
