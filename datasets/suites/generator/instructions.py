"""Instructions that a program can verify: 27 kinds of three levels."""
from .common import Rng, distinct, numbered
from .instructions_kinds import KINDS, SKILLS

PER_KIND = {"easy": 11, "medium": 7, "hard": 6}
EXAMPLES = ("only_a_word", "bullets", "small_json", "first_word", "exact_words", "sort_words")


def skill_of(kind):
    return next(skill for skill, kinds in SKILLS.items() if kind in kinds)


def item(task, difficulty, kind):
    row = {"question": task.question, "answer": task.answer, "patterns": task.patterns}
    if task.forbidden:
        row["forbidden"] = task.forbidden
    if task.expected is not None:
        row["expected"] = task.expected
    row.update(difficulty=difficulty, skill=skill_of(kind), kind=kind.__name__)
    return row


def balanced(r, kind, count, seen):
    """For `condition` each outcome as often as the other: an always-same answer must not pay."""
    if kind.__name__ != "condition":
        return distinct(lambda: kind(r), count, seen, lambda task: task.question)
    first = [t for t in distinct(lambda: kind(r), 30, seen, lambda task: task.question)]
    holds = [t for t in first if "write {},".format(t.answer) in t.question]
    fails = [t for t in first if t not in holds]
    return [t for pair in zip(holds, fails) for t in pair][:count]


def make(seed):
    items, examples, seen = [], {}, set()
    for difficulty, kinds in KINDS:
        for kind in kinds:
            r, count = Rng(seed, kind.__name__), PER_KIND[difficulty]
            rows = [item(task, difficulty, kind) for task in balanced(r, kind, count + 1, seen)]
            items += rows[:count]
            examples[kind.__name__] = rows[count]
    return numbered("i", items), numbered("i-example", [examples[name] for name in EXAMPLES])
