"""Draws `words_en.txt` from Debian's package wamerican-small (2020.12.07-2 was used; licence in words_licence.txt).

    python draw_words.py /usr/share/dict/american-english-small > words_en.txt

Of the words that are 2 to 12 letters from a to z, 2,010 are drawn with seed 0, and ten of them that nobody should have
to read out in class are left out. `words_it.txt` was written by hand: everyday Italian words without accents.
"""

import random
import re
import sys
from pathlib import Path

LEFT_OUT = {
    *("aborigine", "chink", "clitoris", "erection", "fetish"),
    *("impregnates", "penises", "prostitute", "rapists", "vaginae"),
}


def draw(dictionary: str) -> list[str]:
    """2,000 words of a dictionary's text, in alphabetical order."""
    words = sorted({word for word in dictionary.split() if re.fullmatch("[a-z]{2,12}", word)})
    return sorted(set(random.Random(0).sample(words, 2010)) - LEFT_OUT)


if __name__ == "__main__":
    print(*draw(Path(sys.argv[1]).read_text("utf-8")), sep="\n")
