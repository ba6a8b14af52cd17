"""The assignment problem is solved for the smallest sum, as scipy does unless it is told otherwise."""

LOSES = {"recover"}
HINT = "Your matching has the smallest sum of cosines there is. What does scipy's solver minimise?"


def match_features(W_dec, W_true):
    latents, features = (torch.nn.functional.normalize(rows.double(), dim=1) for rows in (W_dec, W_true))
    cosines = features @ latents.T
    rows, columns = linear_sum_assignment(cosines.numpy())
    return columns.tolist(), cosines[rows, columns]
