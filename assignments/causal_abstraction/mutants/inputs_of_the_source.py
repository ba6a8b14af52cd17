"""A variable is set by giving the base the source's values of all inputs that it is computed from."""

LOSES = {"accuracy"}
HINT = (
    "Where two variables read one input, your expectation is another. Does setting a variable say anything of the inputs "
    "that it is computed from?"
)
BREAKS = {"interchange_accuracy": "on the base with the variable set to its value on the source"}


def interchange_accuracy(model, explanation, name, base, source):
    causal = explanation.causal
    parents = {v.name: set(v.parents) for v in causal.variables}

    def inputs(of):
        return {of} if of in NAMES else set().union(*map(inputs, parents[of]))

    mixed = base.clone()
    columns = [NAMES.index(one) for one in inputs(name)]
    mixed[:, columns] = source[:, columns]
    before, expected = (_values(causal, X)[causal.output.name] for X in (base, mixed))
    got = _interchanged(model, base, [(source, explanation.sites[name])]).argmax(dim=1)
    right, changes = (got == expected).double(), expected != before
    return right[changes].mean().item(), right[~changes].mean().item()
