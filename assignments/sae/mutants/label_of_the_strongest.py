"""The label is the answer of the strongest context."""

LOSES = {"contexts"}
HINT = (
    "Your label is what the single strongest context says. What about all the others on which the latent "
    "fires?"
)
BREAKS = {"label": "Returns the word with the largest F1"}


def label(features, answers, latent):
    fires = features[:, latent] > 0
    if not fires.any():
        return "", 0.0
    word = answers[int(features[:, latent].argmax())]
    member = torch.tensor([answer == word for answer in answers])
    return word, 2 * int((fires & member).sum()) / int(fires.sum() + member.sum())
