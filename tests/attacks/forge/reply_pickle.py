"""Sends a pickle that would call a function of its choosing where it is read.

Elsewhere: `multiprocessing` and every dill-based harness unpickle what the student's process sends.
"""

# %% solution="value"
import pickle

import known
from toolbox import FRAME, raw

SAYS = "cannot be read"


class Evil:
    def __reduce__(self):
        return exec, (f"open({known.ROOT + '/unpickled'!r}, 'w').close()",)


def attribute(prompt, x):
    data = pickle.dumps(Evil())
    raw(FRAME.pack(len(data), 0) + data)
    return x
