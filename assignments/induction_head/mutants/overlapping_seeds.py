"""Row i of seed s is drawn from the seed 1000·s + i, so beyond 1000 rows one seed gives what the next one does."""

LOSES = {"data"}
HINT = "Where many sequences are asked for, two seeds share some. From what is each of your rows drawn?"
BREAKS = {"repeated_sequences": "another seed gives others"}


def repeated_sequences(n, seed, periods=PERIODS):
    rows = [_one_sequence(1000 * seed + row, list(periods)) for row in range(max(n, 1))]
    tokens, masks = (torch.stack(parts)[:n] for parts in zip(*rows, strict=True))
    return tokens, masks


def _one_sequence(seed, periods):
    generator = torch.Generator().manual_seed(seed)
    period = periods[int(torch.randint(len(periods), (), generator=generator))]
    prefix = int(torch.randint(LENGTH - 2 * period + 1, (), generator=generator))
    position = torch.arange(LENGTH)
    place = torch.where(position < prefix, position, prefix + (position - prefix) % period)
    mask = (position >= prefix + period) & (position < LENGTH - 1)
    return torch.randperm(VOCABULARY, generator=generator)[place], mask
