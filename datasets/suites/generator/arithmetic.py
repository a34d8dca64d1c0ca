"""Word problems whose answer is a number: 50 templates of three levels, four items each."""
from . import arithmetic_easy, arithmetic_hard, arithmetic_medium
from .common import Rng, decimal, distinct, numbered

LEVELS = (("easy", arithmetic_easy), ("medium", arithmetic_medium), ("hard", arithmetic_hard))
PER_TEMPLATE = 4
EXAMPLES = ("two_colours", "equal_groups", "money_left", "unneeded_price", "saving_up", "up_then_down")


def make(seed):
    items, examples, seen = [], [], set()
    for difficulty, module in LEVELS:
        for name, skill, template in module.TEMPLATES:
            r = Rng(seed, name)
            rows = [{"question": question, "answer": decimal(answer), "difficulty": difficulty, "skill": skill,
                     "template": name}
                    for question, answer in distinct(lambda: template(r), PER_TEMPLATE + 1, seen, lambda made: made[0])]
            items += rows[:PER_TEMPLATE]
            if name in EXAMPLES:
                examples.append(rows[PER_TEMPLATE])
    examples.sort(key=lambda row: EXAMPLES.index(row["template"]))
    return numbered("a", items), numbered("a-example", examples)
