"""Only the first of a variable's sites is interchanged."""

LOSES = {"accuracy"}
HINT = "A variable that lives at two positions has two sites. How many of them do you interchange?"
BREAKS = {"interchange_accuracy": "with all sites of the variable interchanged"}


def interchange_accuracy(model, explanation, name, base, source):
    logits = _interchanged(model, base, [(source, explanation.sites[name][:1])])
    return _agreement(explanation, name, base, source, logits)
