"""The lab gets the counts where the data's shares are asked for."""

LOSES = {"lab"}
HINT = "Your lab's data are counts. To be compared with a belief, each row has to be a share of its own sum."


def lab_data(W, counts, symbols=SYMBOLS):
    def view(model):
        samples = [sample_words(model, LAB_WORDS, 0, LAB_LENGTH, t, symbols) for t in LAB_TEMPERATURES]
        rows = torch.stack([beliefs(model, symbol, symbols) for symbol in symbols])
        return View(
            rows, expected_length(model), rulebook(model, symbols), greedy_word(model, symbols), samples
        )

    models = {"": view(W)} | {symbol: view(lesion(W, symbol, symbols)) for symbol in symbols}
    return LabData(symbols, counts, belief_gap(W, counts), models)


def SIGNATURE(calls):
    """The data are the counts that were given."""
    return any(
        name == "lab_data" and value is not None and value.data.equal(args[1].to(value.data.dtype))
        for name, args, _, value in calls
    )
