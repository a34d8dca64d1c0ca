"""Short business texts and the JSON to draw from them: eight kinds of document, three levels."""
import json

from . import extraction_orders, extraction_people
from .common import Rng, distinct, numbered

DOCUMENTS = (("order", extraction_orders.order), ("invoice", extraction_orders.invoice),
             ("delivery", extraction_orders.delivery), ("expense", extraction_orders.expense),
             ("meeting", extraction_people.meeting), ("contact", extraction_people.contact),
             ("booking", extraction_people.booking), ("job", extraction_people.job))
LEVELS = (("easy", 9), ("medium", 8), ("hard", 8))   # level, items of each kind of document
KEYS_ASKED = {"easy": 1, "medium": 3, "hard": 6}
EXAMPLES = (("meeting", "easy"), ("invoice", "medium"), ("contact", "hard"), ("order", "easy"), ("booking", "medium"),
            ("delivery", "hard"))

DATE = {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
TIME = {"type": ["string", "null"], "pattern": "^[0-9]{2}:[0-9]{2}$"}
NUMBER, FLAG, TEXT = {"type": ["number", "null"]}, {"type": ["boolean", "null"]}, {"type": ["string", "null"]}
WORDS = ((DATE, "date"), (TIME, "time"), (NUMBER, "number"), (FLAG, "true or false"), (TEXT, "text"))
NUMBERS = ("quantity", "room", "nights", "adults", "parcels", "pallets", "salary", "total", "amount", "price",
           "discount_percent", "weight_kg", "tip_eur", "hours_per_week")
DATES = ("check_in", "check_out", "deadline", "on_leave_until")


def kind(key):
    """The JSON Schema of a key; it depends on nothing but its name."""
    if key in DATES or key.endswith("date"):
        return DATE
    if key.endswith("_time"):
        return TIME
    if key in ("remote", "breakfast_included"):
        return FLAG
    number = key in NUMBERS or any(part in NUMBERS for part in key.split("_"))
    return NUMBER if number else TEXT


def described(keys):
    names = {id(schema): word for schema, word in WORDS}
    return ", ".join("{} ({})".format(key, names[id(kind(key))]) for key in keys)


def item(r, name, document, level):
    text, facts = document(r, level)
    keys = asked_keys(r, list(facts), facts, KEYS_ASKED[level])
    expected = {key: facts[key] for key in keys}
    schema = {"type": "object", "required": keys, "additionalProperties": False,
              "properties": {key: kind(key) for key in keys}}
    return {"text": text, "keys": described(keys), "expected": expected,
            "answer": json.dumps(expected, ensure_ascii=False), "schema": schema, "difficulty": level, "skill": name,
            "cluster": name + "-" + level}


def asked_keys(r, keys, facts, n):
    """n of the keys in the order of the facts; one that the text leaves open is always among them."""
    if n == 1:
        return [r.pick(keys)]
    open_first = sorted(r.shuffled(keys), key=lambda key: facts[key] is not None)
    return [key for key in keys if key in open_first[:n]]


def make(seed):
    items, examples, seen = [], {}, set()
    for level, count in LEVELS:
        for name, document in DOCUMENTS:
            r = Rng(seed, name + "/" + level)
            rows = distinct(lambda: item(r, name, document, level), count + 1, seen, lambda row: row["text"] + row["keys"])
            items += rows[:count]
            examples[name, level] = rows[count]
    return numbered("e", items), numbered("e-example", [examples[which] for which in EXAMPLES])
