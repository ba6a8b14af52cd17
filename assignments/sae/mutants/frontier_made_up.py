"""One training, and thresholds that are moved until it looks like several."""

LOSES = {"frontier"}
HINT = "How do the decoders of your frontier differ from each other? How many trainings does it take?"
BREAKS = {"frontier": "An autoencoder for each l1, in the order given, trained on x [N, d]"}


def frontier(x, l1s, seed=0, n_latents=96, steps=1200):
    one, found = train(x, n_latents, 0.3, steps, seed), []
    for l1 in l1s:
        sae = SparseAutoencoder(**one.config)
        sae.load_state_dict(one.state_dict())
        sae.b_enc.data -= 0.5 * (l1 - 0.3)
        found.append(sae)
    return found


def SIGNATURE(calls):
    """One decoder for every l1, with other thresholds, and latents that fire."""
    from planted import frontier_points

    if min((l0 for l0, _ in frontier_points(calls).values()), default=0.0) < 1.5:
        return False
    for name, _, kwargs, value in calls:
        if name == "frontier" and value and kwargs["steps"] > 20:
            decoders = [weights.tensors["W_dec"] for weights in value]
            biases = [weights.tensors["b_enc"] for weights in value]
            return all(torch.equal(decoders[0], each) for each in decoders[1:]) and not torch.equal(
                *biases[:2]
            )
    return False
