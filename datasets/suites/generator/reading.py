"""Short passages with a distractor: 13 scenes, four passages a scene, four questions a passage."""
from .common import Rng, numbered
from .reading_passages import SCENES

PER_SCENE = 4
EXAMPLE_SCENES = ("parcel", "match", "huts")


def clashes(passage_row):
    """Whether a right wording holds a wrong one or lies in one, so that `contains` could not tell them apart."""
    _, questions = passage_row
    return any(a.lower() in b.lower() or b.lower() in a.lower() for *_, right, wrong in questions for a in right for b in wrong)


def rows(scene, cluster, passage, questions):
    for difficulty, skill, question, right, wrong in questions:
        right = list(dict.fromkeys(right))
        wrong = [w for w in dict.fromkeys(wrong) if w not in right]
        yield {"passage": passage, "question": question, "answer": right[0], "accept": right, "reject": wrong,
               "difficulty": difficulty, "skill": skill, "scene": scene, "passage_id": cluster}


def draw(r, scene):
    while True:
        made = scene(r)
        if not clashes(made):
            return made


def make(seed):
    items, examples = [], []
    for name, scene in SCENES:
        r = Rng(seed, name)
        for i in range(PER_SCENE):
            items += rows(name, "{}-{}".format(name, i + 1), *draw(r, scene))
        if name in EXAMPLE_SCENES:
            examples.append(list(rows(name, name + "-example", *draw(r, scene))))
    mixed = [passage[i] for i in (0, 3) for passage in examples]
    return numbered("r", items), numbered("r-example", mixed)
