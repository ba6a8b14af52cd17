"""Moves, removes, links and replaces files and folders of others.

Elsewhere: a result that is gone is a result that nobody disputes.
"""

# %% solution="value"
import os
import shutil

import known
from toolbox import each, reached, tell, won


def move():
    os.rename(known.RECORD, known.RECORD + ".old")


def take():
    os.rename(known.HOME + "/notes.txt", "notes.txt")


def replace():
    open("forged", "w").close()
    os.replace("forged", known.RECORD)


def remove():
    os.unlink(known.HOME + "/notes.txt")


def remove_folder():
    shutil.rmtree(known.HOME)


def make_folder():
    os.mkdir(known.HOME + "/attacked")


def link():
    os.link(known.HIDDEN, known.HOME + "/linked")


def plant_link():
    os.symlink("/etc/passwd", known.TEMP + "/link")


def attempt(way):
    way()
    return won("done")


def loot():
    reached()
    ways = [move, take, replace, remove, make_folder, link, plant_link, remove_folder]
    return each(attempt, ways)


def attribute(prompt, x):
    return tell(loot)
