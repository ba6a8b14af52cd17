"""The direct effects are returned for both."""

LOSES = {"ablate"}
HINT = (
    "Your total effects are the direct ones again. "
    "What would have to be run again, with something missing, to know the total effect?"
)
BREAKS = {
    "direct_and_total": "The direct and the total effect of every head and every MLP on the targets' logits"
}


def direct_and_total(model, tokens, targets):
    terms = decompose_logit(model, tokens, targets)
    direct = {name: terms[name] for name in components(model)}
    return direct, direct
