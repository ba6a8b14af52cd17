"""Latents that fire on fewer than one sample in twenty are called dead."""

LOSES = {"metrics"}
HINT = (
    "You call latents dead that fire, if seldom. A rare feature may be the most interesting one; what "
    "does dead mean here?"
)


def dead_latents(features):
    return (firing_density(features) < 0.05).nonzero().flatten().tolist()
