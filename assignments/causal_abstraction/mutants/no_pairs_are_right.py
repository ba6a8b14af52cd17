"""A share of no pairs is 1."""

LOSES = {"accuracy"}
HINT = "What should a share be of which nothing is known?"
BREAKS = {"interchange_accuracy": "A share of no pairs is NaN"}


def interchange_accuracy(model, explanation, name, base, source):
    logits = _interchanged(model, base, [(source, explanation.sites[name])])
    shares = _agreement(explanation, name, base, source, logits)
    return tuple(1.0 if share != share else share for share in shares)
