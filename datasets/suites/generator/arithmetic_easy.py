"""Word problems of one step with small numbers. A template takes the random numbers and gives (question, answer)."""
from .english import PEOPLE, n_of, plural


def two_colours(r):
    who, thing = r.pick(PEOPLE)[0], r.pick(("pencil", "marble", "button", "sticker", "balloon", "brush"))
    a, b = r.between(2, 5), r.between(2, 5)
    first, second = r.sample(("red", "blue", "green", "yellow", "white"), 2)
    return (f"{who} has {a} {first} {plural(thing)} and {b} {second} {plural(thing)}. "
            f"How many {plural(thing)} does {who} have in all?", a + b)


def more_arrive(r):
    thing, place = r.pick((("bird", "in a tree"), ("duck", "on a pond"), ("child", "in a playground"),
                           ("car", "in a car park"), ("boat", "in a harbour"), ("goose", "in a field")))
    a, b = r.between(2, 7), r.between(2, 4)
    return f"There are {n_of(a, thing)} {place}. Then {b} more arrive. How many {plural(thing)} are there now?", a + b


def money_left(r):
    who, pronoun, _ = r.pick(PEOPLE)
    thing = r.pick(("book", "cap", "ticket", "toy", "poster", "mug"))
    price = r.between(2, 6)
    start = price + r.between(2, 6)
    return (f"{who} had ${start}. Then {pronoun} spent ${price} on a {thing}. "
            f"How many dollars does {who} have left?", start - price)


def equal_groups(r):
    thing, holder, verb = r.pick((("egg", "box", "holds"), ("seat", "row", "has"), ("book", "shelf", "holds"),
                                  ("biscuit", "packet", "contains"), ("flower", "bunch", "has"),
                                  ("bottle", "crate", "holds")))
    a, b = r.between(2, 6), r.between(2, 5)
    return (f"One {holder} {verb} {n_of(a, thing)}. How many {plural(thing)} are there "
            f"in {n_of(b, holder)}?", a * b)


def share_equally(r):
    thing, people = r.pick((("sweet", "child"), ("card", "player"), ("grape", "friend"), ("coin", "pirate"),
                            ("leaflet", "volunteer"), ("nut", "squirrel")))
    each, n = r.between(2, 6), r.between(2, 5)
    return (f"{n_of(each * n, thing)} are shared equally among {n_of(n, people)}. "
            f"How many {plural(thing)} does each {people} get?", each)


def age_gap(r):
    (a, _, _), (b, _, _) = r.sample(PEOPLE, 2)
    young, gap = r.between(4, 10), r.between(1, 5)
    return f"{a} is {young + gap} years old and {b} is {young}. How many years older than {b} is {a}?", gap


def get_off(r):
    vehicle, stop = r.pick((("bus", "the next stop"), ("tram", "the market"), ("train", "the next station"),
                            ("ferry", "the island"), ("cable car", "the middle station")))
    off = r.between(2, 5)
    start = off + r.between(2, 9)
    return (f"A {vehicle} carries {n_of(start, 'passenger')}. At {stop}, {off} of them get off and nobody gets on. "
            f"How many passengers stay on the {vehicle}?", start - off)


def unit_conversion(r):
    n = r.between(2, 6)
    big, small, factor = r.pick((("weeks", "days", 7), ("hours", "minutes", 60), ("metres", "centimetres", 100),
                                 ("dozen eggs", "eggs", 12), ("minutes", "seconds", 60), ("days", "hours", 24),
                                 ("kilometres", "metres", 1000), ("years", "months", 12)))
    return f"How many {small} are there in {n} {big}?", n * factor


def same_price(r):
    thing = r.pick(("notebook", "sandwich", "plant", "lamp", "scarf", "melon", "key ring"))
    price, n = r.between(2, 6), r.between(2, 5)
    return f"A {thing} costs ${price}. How many dollars do {n_of(n, thing)} cost?", price * n


def missing_part(r):
    who, thing, verb = r.pick(PEOPLE)[0], *r.pick((("puzzle piece", "placed"), ("page", "read"), ("photo", "sorted"),
                                                   ("letter", "stamped"), ("chair", "painted")))
    done = r.between(2, 12)
    total = done + r.between(3, 12)
    return (f"There are {n_of(total, thing)} in all. {who} has {verb} {done} of them so far. "
            f"How many {plural(thing)} are still to be {verb}?", total - done)


def three_kinds(r):
    place, kinds, group = r.pick((
        ("farm", ("cow", "goat", "sheep"), "animals"), ("zoo", ("lion", "zebra", "monkey"), "animals"),
        ("shop", ("sofa", "chair", "table"), "pieces of furniture"),
        ("garden", ("rose", "tulip", "lily"), "flowers")))
    a, b, c = (r.between(2, 6) for _ in range(3))
    return (f"A {place} has {n_of(a, kinds[0])}, {n_of(b, kinds[1])} and {n_of(c, kinds[2])}. "
            f"How many {group} is that in all?", a + b + c)


def half_of(r):
    half, group, act = r.between(2, 12), *r.pick((("pupil", "walk to school"), ("guest", "drink tea"),
                                                  ("worker", "come by bike"), ("runner", "wear a cap"),
                                                  ("player", "are left-handed")))
    return f"There are {n_of(2 * half, group)}. Half of them {act}. How many {plural(group)} {act}?", half


def warmer(r):
    city = r.pick(("Oslo", "Madrid", "Seoul", "Lyon", "Quito", "Cairo"))
    low, up = r.between(2, 12), r.between(2, 9)
    return (f"In the morning it was {low} degrees in {city}. By noon the temperature had risen by {up} degrees. "
            f"How many degrees was it at noon?", low + up)


def per_day(r):
    who, verb, thing = r.pick(PEOPLE)[0], *r.pick((("reads", "page"), ("learns", "word"), ("runs", "lap"),
                                                   ("writes", "postcard"), ("bakes", "loaf")))
    a, days = r.between(2, 6), r.between(2, 5)
    return f"{who} {verb} {n_of(a, thing)} a day. How many {plural(thing)} is that in {n_of(days, 'day')}?", a * days


def taller(r):
    first, second = r.pick((("church", "town hall"), ("oak", "birch"), ("lighthouse", "crane"), ("tower", "mill")))
    low, gap = r.between(10, 40, 5), r.between(5, 25, 5)
    return (f"The {first} is {low + gap} metres high and the {second} is {low} metres high. "
            f"By how many metres is the {first} higher?", gap)


def times_as_many(r):
    (a, _, _), (b, _, _) = r.sample(PEOPLE, 2)
    thing, n = r.pick(("shell", "stamp", "medal", "comic", "badge")), r.between(2, 6)
    word, factor = r.pick((("twice", 2), ("three times", 3)))
    return (f"{a} has {n_of(n, thing)}. {b} has {word} as many. How many {plural(thing)} does {b} have?", n * factor)


TEMPLATES = (  # name, skill, template
    ("two_colours", "addition", two_colours), ("more_arrive", "addition", more_arrive),
    ("three_kinds", "addition", three_kinds), ("warmer", "addition", warmer),
    ("money_left", "subtraction", money_left), ("age_gap", "subtraction", age_gap),
    ("get_off", "subtraction", get_off), ("missing_part", "subtraction", missing_part),
    ("taller", "subtraction", taller), ("equal_groups", "multiplication", equal_groups),
    ("same_price", "multiplication", same_price), ("per_day", "multiplication", per_day),
    ("times_as_many", "multiplication", times_as_many), ("share_equally", "division", share_equally),
    ("half_of", "division", half_of), ("unit_conversion", "conversion", unit_conversion),
)
