"""Every feature gets the latent with the largest cosine, so one latent can serve several."""

LOSES = {"recover"}
HINT = "Some of your latents are matched to two features. How many features can one direction have found?"


def match_features(W_dec, W_true):
    latents, features = (torch.nn.functional.normalize(rows.double(), dim=1) for rows in (W_dec, W_true))
    cosines = features @ latents.T
    best = cosines.max(dim=1)
    return best.indices.tolist(), best.values
