"""Only aaa… is changed, in one position after the other: what it does may be an exception."""

LOSES = {"explain"}
HINT = (
    "You look at what changing a single string does. If just this one is an exception, you are misled: "
    "how many strings are there?"
)
BREAKS = {"recover_permutation": "nor does a single string that is an exception"}


def recover_permutation(model):
    X = _every_input(model)[:1]
    with torch.no_grad():
        before, found = model(X).argmax(dim=2)[0, :-1], [0] * model.config["length"]
        for p in range(len(found)):
            changed = X.clone()
            changed[0, p] = 1
            for q in (model(changed).argmax(dim=2)[0, :-1] != before).nonzero().flatten().tolist():
                found[q] = p
    return found
