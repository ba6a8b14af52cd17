"""The output is taken to be the last variable by the alphabet."""

LOSES = {"accuracy", "scrub"}
HINT = "Which variable is the output, if it is not called y?"
BREAKS = {
    "interchange_accuracy": "`changed` is of the pairs where this output differs from the causal model's on the base as it is"
}


def _agreement(explanation, name, base, source, logits):
    causal = explanation.causal
    output = max(v.name for v in causal.variables)
    before = _values(causal, base)[output]
    expected = _values(causal, base, {name: _values(causal, source)[name]})[output]
    right = (logits.argmax(dim=1) == expected).double()
    changes = expected != before
    return right[changes].mean().item(), right[~changes].mean().item()
