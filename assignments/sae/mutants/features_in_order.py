"""Each feature in turn gets the best latent that is left."""

LOSES = {"recover"}
HINT = "Your first features choose first, and the last get what is left. What does that cost the sum?"
BREAKS = {"match_features": "the sum of the cosines is the largest possible"}


def match_features(W_dec, W_true):
    latents, features = (torch.nn.functional.normalize(rows.double(), dim=1) for rows in (W_dec, W_true))
    cosines = features @ latents.T
    left, assignment = cosines.clone(), []
    for i in range(len(cosines)):
        assignment.append(int(left[i].argmax()))
        left[:, assignment[-1]] = -10.0
    return assignment, cosines[torch.arange(len(cosines)), assignment]
