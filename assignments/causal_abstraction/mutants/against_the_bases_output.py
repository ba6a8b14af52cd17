"""A pair is right if the answer stays."""

LOSES = {"accuracy"}
HINT = "Which output do you compare with: the base's, or the base's with one variable set?"
BREAKS = {
    "interchange_accuracy": "is the causal model's output on the base with the variable set to its value on the source"
}


def interchange_accuracy(model, explanation, name, base, source):
    logits = _interchanged(model, base, [(source, explanation.sites[name])])
    causal, out = explanation.causal, explanation.causal.output.name
    before, there = _values(causal, base)[out], _values(causal, source)
    expected = _values(causal, base, {name: there[name]})[out]
    right = (logits.argmax(dim=1) == before).double()
    changes = expected != before
    return right[changes].mean().item(), right[~changes].mean().item()
