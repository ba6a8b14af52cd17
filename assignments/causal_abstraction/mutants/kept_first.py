"""The shares are returned in the other order."""

LOSES = {"accuracy"}
HINT = "In which order are the two shares asked for?"
BREAKS = {
    "interchange_accuracy": "How often interchanging one variable does to the network what it does to the causal model: (changed, kept)"
}


def interchange_accuracy(model, explanation, name, base, source):
    logits = _interchanged(model, base, [(source, explanation.sites[name])])
    return _agreement(explanation, name, base, source, logits)[::-1]
