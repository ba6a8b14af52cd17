"""A latent counts as firing where it is above its own mean."""

LOSES = {"contexts"}
HINT = (
    "For you a latent fires only where it is above its mean, so one loud context hides the rest. From "
    "where on does a latent fire?"
)


def label(features, answers, latent):
    values = features[:, latent]
    fires = values > values.mean()
    best = ("", 0.0)
    for word in dict.fromkeys(answers):
        member = torch.tensor([answer == word for answer in answers])
        f1 = 2 * int((fires & member).sum()) / int(fires.sum() + member.sum())
        best = max(best, (word, f1), key=lambda claim: claim[1])
    return best
