"""Pairs are told apart by whether base and source differ in the output."""

LOSES = {"accuracy"}
HINT = "By what do you tell pairs apart: by the source's output, or by the output after the interchange?"
BREAKS = {
    "interchange_accuracy": "`changed` is of the pairs where this output differs from the causal model's on the base as it is"
}


def interchange_accuracy(model, explanation, name, base, source):
    logits = _interchanged(model, base, [(source, explanation.sites[name])])
    causal, out = explanation.causal, explanation.causal.output.name
    before, there = _values(causal, base)[out], _values(causal, source)
    expected = _values(causal, base, {name: there[name]})[out]
    right = (logits.argmax(dim=1) == expected).double()
    changes = there[out] != before
    return right[changes].mean().item(), right[~changes].mean().item()
