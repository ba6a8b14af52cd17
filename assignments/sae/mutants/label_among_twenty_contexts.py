"""Only the answers of the latent's twenty strongest contexts may be its label."""

LOSES = {"contexts"}
HINT = "May the best answer be one that none of the strongest contexts has? A latent can fire softly on many."
BREAKS = {"label": "For each word, F1 is"}


def label(features, answers, latent):
    fires = features[:, latent] > 0
    best = ("", 0.0)
    strongest = features[:, latent].argsort(descending=True)[:20].tolist()
    for word in dict.fromkeys(answers[i] for i in strongest if fires[i]):
        member = torch.tensor([answer == word for answer in answers])
        f1 = 2 * int((fires & member).sum()) / int(fires.sum() + member.sum())
        best = max(best, (word, f1), key=lambda claim: claim[1])
    return best
