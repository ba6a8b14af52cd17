"""Each row has a quotient of its own, which is 0/0 where both runs predict the same."""

LOSES = {"patching"}
HINT = (
    "Your effect is not a number where some row's two predictions agree. "
    "What does such a row add to the docstring's two sums?"
)
BREAKS = {"patching_effect": "Rows with c = d add nothing to either"}


def patching_effect(model, X, donor):
    with torch.no_grad():
        clean, given_by_donor = model(X)[:, :-1], model(donor)[:, :-1]
    c, d = clean.argmax(dim=2, keepdim=True), given_by_donor.argmax(dim=2, keepdim=True)

    def difference(logits):
        return (logits.gather(2, d) - logits.gather(2, c)).double().squeeze(2)

    start = difference(clean)
    whole = difference(given_by_donor) - start
    effects = [
        (difference(patch_embedding(model, X, donor, p)[:, :-1]) - start) / whole
        for p in range(clean.shape[1])
    ]
    return torch.stack([effect.mean(dim=0) for effect in effects])
