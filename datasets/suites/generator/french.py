"""French: reading a notice, verbs, agreement, arithmetic, numbers, hours, feelings and inquiries."""
import os

from . import french_notices
from .common import Rng, distinct, numbered, place, positions
from .french_numbers import DATES, NUMBERS
from .french_words import money, number, typo

PER_TEMPLATE, PER_NOTICE, OPTIONS = 3, 2, 4
ASK_LETTER, ASK_NUMBER, ASK_TEXT = "Répondez par la lettre seule.", "Répondez par le nombre seul.", "Répondez en quelques mots seulement."
ASK_VERB = "Écrivez seulement le verbe conjugué."
QUESTIONS = {"agreement": "Quelle forme convient ?", "feeling": "Quel sentiment l'auteur exprime-t-il ?", "inquiry": "De quoi s'agit-il dans ce message d'un client ?"}
EXAMPLES = ("given", "agreement", "day_after", "verb", "outing", "film_end")


def tagged(row, difficulty, skill, cluster):
    row.update(difficulty=difficulty, skill=skill, cluster=cluster)
    return row


def open_item(question, answer, wrong=(), ask=ASK_TEXT):
    """Answered by a number or by one of several wordings."""
    if not isinstance(answer, (list, tuple)):
        text = money(answer) if "en euros" in question else number(answer)
        return {"question": typo(question), "ask": ASK_NUMBER, "answer": text, "number": text}
    accept = list(dict.fromkeys(typo(a) for a in answer))
    row = {"question": typo(question), "ask": ask, "answer": accept[0], "accept": accept}
    if wrong:
        row["reject"] = list(dict.fromkeys(typo(w) for w in wrong))
    return row


def choice_item(r, skill, text, right, wrong, position):
    choices, letter = place(r, typo(right), [typo(w) for w in wrong], position)
    return {"question": typo("« {} »\n{}".format(text, QUESTIONS[skill])), "choices": choices, "ask": ASK_LETTER,
            "answer": letter, "choice": letter}


def from_templates(seed, levels, skill, seen, spare):
    items = []
    for difficulty, templates in levels:
        for template in templates:
            r, name = Rng(seed, template.__name__), template.__name__
            rows = [tagged(open_item(*made), difficulty, skill, name)
                    for made in distinct(lambda: template(r), PER_TEMPLATE + 1, seen, lambda made: made[0])]
            items += rows[:PER_TEMPLATE]
            spare[name] = rows[PER_TEMPLATE]
    return items


def reading(seed, spare):
    items = []
    for notice in french_notices.NOTICES:
        r, name = Rng(seed, notice.__name__), notice.__name__
        for i in range(PER_NOTICE + 1):
            text, questions = notice(r)
            rows = [tagged(open_item("Avis : {}\n\n{}".format(text, question), answer, wrong), level, "reading",
                           "{}-{}".format(name, i + 1)) for level, question, answer, wrong in questions]
            if i < PER_NOTICE:
                items += rows
            else:
                spare[name] = rows[0]
    return items


def read_table(name, columns):
    """The rows of a file of this folder; one with another shape is the writer's mistake."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f]
    for at, row in enumerate(rows):
        if len(row) != columns:
            raise ValueError("{}:{}: {} columns, not {}".format(name, at + 1, len(row), columns))
    return rows


def verb_item(level, tense, sentence, form):
    how = "Conjuguez le verbe entre parenthèses" + (" ({}).".format(tense) if tense else " à la forme qui convient.")
    return tagged(open_item("{}\n« {} »".format(how, sentence), [form], ask=ASK_VERB), level, "verb", "")


def written_choices(seed, spare):
    rows, items = read_table("french_choices.tsv", 3 + OPTIONS), []
    for skill in QUESTIONS:
        r, own = Rng(seed, skill), [row for row in rows if row[0] == skill]
        items += [tagged(choice_item(r, skill, row[2], row[3], row[4:], at), row[1], skill, "")
                  for row, at in zip(own, positions(r, len(own), OPTIONS))]
        if skill == "agreement":
            spare[skill] = tagged(choice_item(r, skill, "Cette tarte est ___.", "bonne", ["bon", "bons", "bonnes"], 1),
                                  "easy", skill, "")
    return items


def make(seed):
    spare, seen = {"verb": verb_item("easy", "présent de l'indicatif", "Tu (chanter) ___ souvent.", "chantes")}, set()
    items = from_templates(seed, NUMBERS, "arithmetic", seen, spare) + from_templates(seed, DATES, "numbers and hours", seen, spare)
    items += reading(seed, spare) + [verb_item(*row) for row in read_table("french_verbs.tsv", 4)]
    items += written_choices(seed, spare)
    return numbered("f", items), numbered("f-example", [spare[name] for name in EXAMPLES])
