"""What the network says on the base is taken for the causal model's output."""

LOSES = {"accuracy"}
HINT = "Where the causal model is wrong, your pairs are told apart by the network's answer. Whose output is meant?"
BREAKS = {
    "interchange_accuracy": "`changed` is of the pairs where this output differs from the causal model's on the base as it is"
}


def interchange_accuracy(model, explanation, name, base, source):
    logits = _interchanged(model, base, [(source, explanation.sites[name])])
    causal, out = explanation.causal, explanation.causal.output.name
    there = _values(causal, source)
    expected = _values(causal, base, {name: there[name]})[out]
    right = (logits.argmax(dim=1) == expected).double()
    changes = expected != model(base).argmax(dim=1)
    return right[changes].mean().item(), right[~changes].mean().item()
