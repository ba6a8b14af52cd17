"""The probabilities are divided by 1 - p in float32, where 1 - p is 0 in the row of a rule that is all but certain."""

LOSES = {"lesion"}
HINT = "Your lesion has NaN or infinities where the model was all but certain of the symbol. What is 1 - p in float32 there? Is the division needed at all?"
BREAKS = {"lesion": "divided by 1 - p, where p < 1 is the symbol's own probability in that row"}


def lesion(W, symbol, symbols=SYMBOLS):
    P = W.float().softmax(dim=1)
    column = symbols.index(symbol)
    P = P / (1 - P[:, [column]])
    P[:, column] = 0.0
    return P.log()
