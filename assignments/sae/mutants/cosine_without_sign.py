"""Features are matched by |cosine|, so a latent that points the other way counts as found."""

LOSES = {"recover"}
HINT = (
    "You match latents that point away from the feature. Can an activation that is never negative stand "
    "for the opposite direction?"
)


def match_features(W_dec, W_true):
    latents, features = (torch.nn.functional.normalize(rows.double(), dim=1) for rows in (W_dec, W_true))
    cosines = features @ latents.T
    rows, columns = linear_sum_assignment(cosines.abs().numpy(), maximize=True)
    return columns.tolist(), cosines.abs()[rows, columns]
