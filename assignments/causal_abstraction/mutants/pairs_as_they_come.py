"""Both shares are of all pairs."""

LOSES = {"accuracy"}
HINT = "Your two shares are always the same. Which pairs does each of them count?"
BREAKS = {
    "interchange_accuracy": "`changed` is of the pairs where this output differs from the causal model's on the base as it is"
}


def interchange_accuracy(model, explanation, name, base, source):
    logits = _interchanged(model, base, [(source, explanation.sites[name])])
    causal, out = explanation.causal, explanation.causal.output.name
    expected = _values(causal, base, {name: _values(causal, source)[name]})[out]
    share = (logits.argmax(dim=1) == expected).double().mean().item()
    return share, share
