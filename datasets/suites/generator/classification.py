"""Short texts with one of four labels to choose: the texts of classification.tsv, the options placed by the seed.

A row is: skill, difficulty, label, lure, text. The lure, if any, is a wrong label that the text hints at and that stands
among the options. Rows of the difficulty `example` are the few-shot examples.
"""
import os

from .common import Rng, numbered, place, positions

QUESTIONS = {
    "sentiment": "What is the sentiment of the text?",
    "topic": "What is the text about?",
    "intent": "What does the customer want to do?",
    "urgency": "How soon must someone act on the message?",
}
OPTIONS = 4
LEVELS = ("easy", "medium", "hard", "example")


def read_rows():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "classification.tsv")
    with open(path, encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f]
    for at, row in enumerate(rows):
        if len(row) != 5 or row[0] not in QUESTIONS or row[1] not in LEVELS:
            raise ValueError("{}:{}: not skill, difficulty, label, lure, text".format(path, at + 1))
    return rows


def item(r, row, labels, position):
    skill, difficulty, label, lure, text = row
    others = [other for other in labels if other not in (label, lure)]
    wrong = ([lure] if lure else []) + r.sample(others, OPTIONS - 1 - bool(lure))
    choices, letter = place(r, label, wrong, position)
    return {"question": QUESTIONS[skill], "message": text, "choices": choices, "answer": letter, "label": label,
            "difficulty": difficulty, "skill": skill}


def make(seed):
    rows = read_rows()
    labels = {skill: sorted({row[2] for row in rows if row[0] == skill}) for skill in QUESTIONS}
    items = []
    for skill in QUESTIONS:
        r, own = Rng(seed, skill), [row for row in rows if row[0] == skill and row[1] != "example"]
        items += [item(r, row, labels[skill], at) for row, at in zip(own, positions(r, len(own), OPTIONS))]
    r, shown = Rng(seed, "examples"), [row for row in rows if row[1] == "example"]
    letters = r.shuffled(range(OPTIONS)) * 2   # the first four examples show all four letters
    examples = [item(r, row, labels[row[0]], at) for row, at in zip(shown, letters)]
    return numbered("c", items), numbered("c-example", examples)
