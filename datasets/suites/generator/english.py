"""English words and number forms for the generators."""

PEOPLE = (  # name, pronoun, possessive
    ("Amira", "she", "her"), ("Ben", "he", "his"), ("Chloe", "she", "her"), ("Daniel", "he", "his"),
    ("Elif", "she", "her"), ("Farid", "he", "his"), ("Grace", "she", "her"), ("Hugo", "he", "his"),
    ("Ines", "she", "her"), ("Jonas", "he", "his"), ("Keiko", "she", "her"), ("Liam", "he", "his"),
    ("Mina", "she", "her"), ("Noah", "he", "his"), ("Olga", "she", "her"), ("Pablo", "he", "his"),
    ("Rosa", "she", "her"), ("Samir", "he", "his"), ("Tara", "she", "her"), ("Viktor", "he", "his"),
    ("Wanda", "she", "her"), ("Yusuf", "he", "his"), ("Zoe", "she", "her"), ("Kwame", "he", "his"),
)
IRREGULAR = {"child": "children", "person": "people", "shelf": "shelves", "loaf": "loaves", "sheep": "sheep",
             "fish": "fish", "goose": "geese", "mouse": "mice", "man": "men", "woman": "women", "potato": "potatoes",
             "tomato": "tomatoes", "mango": "mangoes", "knife": "knives", "scarf": "scarves"}


def plural(noun):
    if noun in IRREGULAR:
        return IRREGULAR[noun]
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def n_of(n, noun):
    """'1 box', '3 boxes', '1,200 boxes'."""
    return "{:,} {}".format(n, noun if n == 1 else plural(noun))


def dollars(cents):
    """'$7', '$12.50', '$1,200'."""
    whole, rest = divmod(cents, 100)
    return "${:,}".format(whole) + (".{:02d}".format(rest) if rest else "")


def clock(minutes):
    """Minutes after midnight as '9:40 am'."""
    hour, minute = divmod(minutes % 1440, 60)
    return "{}:{:02d} {}".format((hour + 11) % 12 + 1, minute, "am" if hour < 12 else "pm")


def duration(minutes):
    """'2 hours and 5 minutes', '1 hour', '40 minutes'."""
    parts = [n_of(n, unit) for n, unit in ((minutes // 60, "hour"), (minutes % 60, "minute")) if n]
    return " and ".join(parts)
