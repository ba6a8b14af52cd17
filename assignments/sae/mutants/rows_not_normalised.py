"""Rows are multiplied as they are, so long ones win."""

LOSES = {"recover"}
HINT = "Your cosines can be larger than 1: long rows win. What is a cosine made of besides the product?"
BREAKS = {"match_features": "Rows may have any length above 0"}


def match_features(W_dec, W_true):
    products = W_true.double() @ W_dec.double().T
    rows, columns = linear_sum_assignment(products.numpy(), maximize=True)
    return columns.tolist(), products[rows, columns]
