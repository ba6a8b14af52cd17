"""Plain gradient descent on the features as they come: the largest of them decides how far a step may go."""

LOSES = {"probes"}
HINT = (
    "Your probe does not get along with features of different scales. "
    "One of them varies twenty times as much as others: what does that do to your steps?"
)
BREAKS = {"fit_probe": "they may differ in scale"}


def fit_probe(A, t):
    A, T = A.double(), one_hot(t).double()
    weight, bias = (
        torch.zeros(A.shape[1], T.shape[1], dtype=torch.float64),
        torch.zeros(T.shape[1], dtype=torch.float64),
    )
    for _ in range(100):
        error = (A @ weight + bias).softmax(dim=1) - T
        weight -= 0.05 * A.T @ error / len(A)
        bias -= 0.05 * error.mean(dim=0)
    return Probe(weight, bias)
