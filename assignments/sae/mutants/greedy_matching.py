"""The best pair is matched first, then the best of those left: one to one, but not the largest sum."""

LOSES = {"recover"}
HINT = (
    "Your matching is one to one, but another has a larger sum. What does taking the best pair first cost"
    " the others?"
)
BREAKS = {
    "match_features": ("the sum of the cosines is the largest possible", "The best one-to-one matching")
}


def match_features(W_dec, W_true):
    latents, features = (torch.nn.functional.normalize(rows.double(), dim=1) for rows in (W_dec, W_true))
    cosines = features @ latents.T
    left, assignment = cosines.clone(), [0] * len(cosines)
    for _ in range(len(cosines)):
        i, j = divmod(int(left.argmax()), left.shape[1])
        assignment[i] = j
        left[i], left[:, j] = -10.0, -10.0
    return assignment, cosines[torch.arange(len(cosines)), assignment]
