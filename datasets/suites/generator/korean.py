"""Korean: reading a notice, particles, honorifics, arithmetic, dates and times, feelings and inquiries."""
import os

from . import korean_notices, korean_particles
from .common import Rng, decimal, distinct, numbered, place, positions
from .korean_numbers import DATES, NUMBERS

PER_TEMPLATE, PER_NOTICE, OPTIONS = 3, 2, 4
ASK_LETTER, ASK_NUMBER, ASK_TEXT = "정답의 기호만 쓰세요.", "답을 숫자로만 쓰세요.", "답만 짧게 쓰세요."
QUESTIONS = {"particle": "빈칸에 들어갈 알맞은 조사를 고르세요.", "honorific": "빈칸에 들어갈, 가장 알맞은 높임 표현을 고르세요.",
             "feeling": "글쓴이의 감정으로 가장 알맞은 것을 고르세요.", "inquiry": "고객의 글이 어떤 문의인지 고르세요."}
EXAMPLES = ("add_things", "particle", "span_later", "honorific", "parcel", "film_end")


def tagged(row, difficulty, skill, cluster):
    row.update(difficulty=difficulty, skill=skill, cluster=cluster)
    return row


def open_item(question, answer, wrong=()):
    """Answered by a number or by one of several wordings."""
    answers = list(answer) if isinstance(answer, (list, tuple)) else [answer]
    if not isinstance(answers[0], str):
        numbers = [decimal(a) for a in answers]
        return {"question": question, "ask": ASK_NUMBER, "answer": numbers[0], "number": numbers}
    row = {"question": question, "ask": ASK_TEXT, "answer": answers[0], "accept": list(dict.fromkeys(answers))}
    if wrong:
        row["reject"] = list(dict.fromkeys(wrong))
    return row


def choice_item(r, skill, text, right, wrong, position):
    choices, letter = place(r, right, wrong, position)
    return {"question": QUESTIONS[skill] + "\n" + text, "choices": choices, "ask": ASK_LETTER, "answer": letter,
            "choice": letter}


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
    for notice in korean_notices.NOTICES:
        r, name = Rng(seed, notice.__name__), notice.__name__
        for i in range(PER_NOTICE + 1):
            text, questions = notice(r)
            rows = [tagged(open_item("[안내문] {}\n\n{}".format(text, question), answer, wrong), level, "reading",
                           "{}-{}".format(name, i + 1)) for level, question, answer, wrong in questions]
            if i < PER_NOTICE:
                items += rows
            else:
                spare[name] = rows[0]
    return items


def particles(seed, spare):
    r, made = Rng(seed, "particle"), []
    for row in korean_particles.BY_SOUND:
        made += [(row[0], row[1], *korean_particles.by_sound(r, row)) for _ in range(PER_TEMPLATE)]
    made += [(level, text, text, right, wrong) for level, text, right, wrong in korean_particles.BY_SENSE]
    example = korean_particles.by_sound(r, korean_particles.BY_SOUND[0])
    spare["particle"] = tagged(choice_item(r, "particle", *example, 1), "easy", "particle", "example")
    return [tagged(choice_item(r, "particle", text, right, wrong, at), level, "particle", pattern)
            for (level, pattern, text, right, wrong), at in zip(made, positions(r, len(made), OPTIONS))]


def read_choices(path):
    """(skill, level, text, right, wrong) of each line; a file with another shape is the writer's mistake."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), path), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f]
    for at, row in enumerate(rows):
        if len(row) != 4 + OPTIONS - 1 or len(set(row[3:])) != OPTIONS:
            raise ValueError("{}:{}: not skill, level, text and four options, the right one first".format(path, at + 1))
    return [(skill, level, text, right, wrong) for skill, level, text, right, *wrong in rows]


def written_choices(seed, spare):
    rows, items = read_choices("korean_choices.tsv"), []
    for skill in ("honorific", "feeling", "inquiry"):
        r, own = Rng(seed, skill), [row for row in rows if row[0] == skill]
        items += [tagged(choice_item(r, skill, text, right, wrong, at), level, skill, "")
                  for (_, level, text, right, wrong), at in zip(own, positions(r, len(own), OPTIONS))]
    spare["honorific"] = tagged(choice_item(r, "honorific", "어머니께서 신문을 ___.", "보십니다", ["봅니다", "본다", "봐"], 2),
                                "easy", "honorific", "")
    return items


def make(seed):
    spare, seen = {}, set()
    items = from_templates(seed, NUMBERS, "arithmetic", seen, spare) + from_templates(seed, DATES, "date and time", seen, spare)
    items += reading(seed, spare) + particles(seed, spare) + written_choices(seed, spare)
    return numbered("k", items), numbered("k-example", [spare[name] for name in EXAMPLES])
