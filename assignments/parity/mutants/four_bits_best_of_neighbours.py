"""The best network of three neighbouring seeds: two calls often keep the same one."""

LOSES = {"four_bits"}
HINT = "Neighbouring seeds give one and the same network. From which seeds does a call train, and from which the next one?"
BREAKS = {"train_four_bits": "(So not with seed + 1, which is another call's seed"}


def train_four_bits(seed):
    X, y = parity_data(4)
    return min((train(X, y, seed + k, hidden=12) for k in range(3)), key=lambda one: one[1][-1])


def SIGNATURE(calls):
    """Two of four neighbouring seeds give the same weights, and no others do."""
    from planted import same_for_four_bits

    same = same_for_four_bits(calls)
    return bool(same) and {one for pair in same for one in pair} <= {0, 1, 4, 5}
