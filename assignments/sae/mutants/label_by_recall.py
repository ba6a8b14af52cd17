"""The label is scored by recall alone."""

LOSES = {"contexts"}
HINT = "Your score is 1 for a latent that always fires. Which of precision and recall is left out?"


def label(features, answers, latent):
    fires = features[:, latent] > 0
    best = ("", 0.0)
    for word in dict.fromkeys(answers):
        member = torch.tensor([answer == word for answer in answers])
        both = int((fires & member).sum())
        score = both / int(member.sum())
        best = max(best, (word, score), key=lambda claim: claim[1])
    return best
