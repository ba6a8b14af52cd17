"""The effect is a mean of each row's own quotient instead of a quotient of sums."""

LOSES = {"patching"}
HINT = (
    "Your effect is a mean of quotients, so rows in which hardly anything is at stake count as much as others. "
    "What does the docstring sum, and when does it divide?"
)
BREAKS = {"patching_effect": "divided by the sum over the rows of D(donor's run) - D(clean)"}


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
    return torch.stack([effect.nanmean(dim=0) for effect in effects])
