"""The donor runs with one position of X, instead of X with one position of the donor."""

LOSES = {"patching"}
HINT = (
    "You run the donor and patch X into it. Whose run is it, and which single position comes from elsewhere?"
)


def patch_embedding(model, X, donor, position):
    with torch.no_grad():
        e = model.embed(donor)
        e[:, position] = model.embed(X)[:, position]
        h2 = model.fc2(model.fc1(e.flatten(1)).relu()).relu()
        return model.readout(h2).unflatten(1, (X.shape[1], -1))
