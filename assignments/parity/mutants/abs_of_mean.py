"""The absolute value is taken after the mean, so opposite gradients cancel."""

LOSES = {"saliency"}
HINT = (
    "Your averages come out small where the gradient changes its sign between inputs. "
    "In which order should the mean and the absolute value be taken?"
)
BREAKS = {
    "mean_abs_saliency": "The mean over the rows of X [N, n_bits] of the gradient's absolute value, [n_bits]"
}


def mean_abs_saliency(model, X):
    return saliency(model, X).mean(dim=0).abs()
