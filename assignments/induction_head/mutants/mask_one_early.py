"""The mask starts one position early, at the last token of the first copy."""

LOSES = {"data"}
HINT = (
    "Your mask starts one position early. "
    "At the end of the first copy nobody can know that the segment starts again: the first determined answer is the second token of the second copy."
)


def repeated_sequences(n, seed, periods=PERIODS):
    generator = torch.Generator().manual_seed(seed)
    choices = torch.tensor(list(periods))
    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
    prefix = (torch.rand(n, 1, generator=generator) * (LENGTH - 2 * period + 1)).long()
    position = torch.arange(LENGTH).expand(n, -1)
    place = torch.where(position < prefix, position, prefix + (position - prefix) % period)
    shuffled = torch.rand(n, VOCABULARY, generator=generator).argsort(dim=1)
    mask = (position >= prefix + period - 1) & (position < LENGTH - 1)
    return shuffled.gather(1, place), mask
