"""The input whose numbers correlate most with the output's: a renaming may leave no correlation."""

LOSES = {"explain"}
HINT = (
    "You compare the numbers of letters. Where letters have new names, their order says nothing: "
    "what would change if you changed one letter of the input?"
)
BREAKS = {"recover_permutation": "The model may also rename letters, which does not matter here"}


def recover_permutation(model):
    X, length = _every_input(model), model.config["length"]
    with torch.no_grad():
        said = model(X).argmax(dim=2)
    both = torch.cat([X[:, :length], said[:, :length]], dim=1).double()
    return torch.corrcoef(both.T)[:length, length:].abs().argmax(dim=0).tolist()
