"""Word problems of two or three steps, some with a number that is not needed."""
from fractions import Fraction

from .english import PEOPLE, clock, dollars, duration, n_of, plural


def change(r):
    who, pronoun, _ = r.pick(PEOPLE)
    (a, pa), (b, pb) = r.sample((("pen", 2), ("notebook", 4), ("ruler", 3), ("folder", 5), ("eraser", 1)), 2)
    n, m = r.between(2, 5), r.between(2, 4)
    total = n * pa + m * pb
    note = 20 if total < 20 else 50
    return (f"{who} buys {n_of(n, a)} at ${pa} each and {n_of(m, b)} at ${pb} each, and pays with a ${note} note. "
            f"How many dollars of change does {pronoun} get?", note - total)


def two_stops(r):
    start, off, on = r.between(20, 45), r.between(4, 15), r.between(3, 14)
    off2, on2 = r.between(2, 8), r.between(2, 9)
    return (f"A bus leaves the depot with {start} passengers. At the first stop {off} get off and {on} get on. "
            f"At the second stop {off2} get off and {on2} get on. How many passengers are on the bus now?",
            start - off + on - off2 + on2)


def bags_needed(r):
    thing, holder = r.pick((("apple", "bag"), ("tennis ball", "tube"), ("candle", "box"), ("egg", "carton"),
                            ("guest", "taxi"), ("jar", "crate")))
    size = r.between(4, 8)
    full, extra = r.between(5, 14), r.between(1, size - 1)
    return (f"A {holder} holds at most {n_of(size, thing)}. How many {plural(holder)} are needed for "
            f"{n_of(size * full + extra, thing)}?", full + 1)


def left_over(r):
    thing, group, where = r.pick((("tile", "row", "in"), ("photo", "page", "on"), ("bead", "bracelet", "on"),
                                  ("brick", "pile", "in"), ("stamp", "sheet", "on")))
    size = r.between(6, 12)
    full, extra = r.between(4, 12), r.between(1, size - 1)
    who = r.pick(PEOPLE)[0]
    return (f"{who} has {n_of(size * full + extra, thing)} and puts {size} {where} each {group}, making as many full "
            f"{plural(group)} as possible. How many {plural(thing)} are left over?", extra)


def fence(r):
    what = r.pick(("garden", "field", "playground", "car park"))
    long, wide, gate = r.between(20, 60), r.between(8, 19), r.between(2, 5)
    return (f"A rectangular {what} is {long} metres long and {wide} metres wide. A fence runs all around it except "
            f"for a gate {gate} metres wide. How many metres of fence are there?", 2 * (long + wide) - gate)


def discount(r):
    thing, percent = r.pick(("coat", "bicycle", "desk", "tent", "printer", "guitar")), r.pick((10, 15, 20, 25, 30, 40))
    price = r.between(60, 400, 20)
    return (f"A {thing} costs ${price}. In the sale its price is reduced by {percent}%. "
            f"How many dollars does the {thing} cost in the sale?", Fraction(price * (100 - percent), 100))


def average_of_four(r):
    who, _, possessive = r.pick(PEOPLE)
    mean = r.between(12, 40)
    offsets = r.pick(((-5, -1, 2, 4), (-4, 0, 1, 3), (-7, 2, 2, 3), (-3, -2, -1, 6)))
    scores = r.shuffled([mean + d for d in offsets])
    return (f"In {possessive} last four games {who} scored {scores[0]}, {scores[1]}, {scores[2]} and {scores[3]} "
            f"points. What was {possessive} average number of points per game?", mean)


def distance(r):
    who, slow, fast = r.pick((("cyclist", 12, 24), ("lorry", 60, 80), ("train", 90, 160), ("boat", 16, 30)))
    speed, halves = r.between(slow, fast, 2), r.pick((3, 5, 7, 9))
    return (f"A {who} travels at a steady {speed} km per hour for {duration(30 * halves)}. "
            f"How many kilometres is that?", Fraction(speed * halves, 2))


def minutes_between(r):
    what = r.pick(("lesson", "concert", "meeting", "flight", "match", "film"))
    start, length = r.between(8 * 60, 17 * 60, 5), r.between(65, 175, 5)
    return (f"A {what} starts at {clock(start)} and ends at {clock(start + length)}. "
            f"How many minutes does it last?", length)


def rest_of_group(r):
    d, n = r.pick(((5, 2), (5, 3), (4, 3), (3, 2), (8, 5), (6, 5)))
    size = d * r.between(4, 12)
    group, first, second = r.pick((("pupil", "walk to school", "take the bus"), ("guest", "order fish", "order soup"),
                                   ("member", "vote in favour", "vote against"),
                                   ("employee", "work in the office", "work from home")))
    return (f"Of {n_of(size, group)}, {n}/{d} {first} and all the others {second}. "
            f"How many {plural(group)} {second}?", size - size * n // d)


def unneeded_price(r):
    who, pronoun, _ = r.pick(PEOPLE)
    thing, holder = r.pick((("muffin", "tray"), ("candle", "box"), ("bulb", "pack"), ("card", "set")))
    size, n, price, given = r.between(6, 12), r.between(3, 7), r.between(4, 9), r.between(5, 16)
    return (f"{who} buys {n_of(n, holder)} of {size} {plural(thing)} for ${price} per {holder}. Then {pronoun} gives "
            f"{given} {plural(thing)} away. How many {plural(thing)} does {pronoun} have left?", size * n - given)


def saving_up(r):
    who, pronoun, _ = r.pick(PEOPLE)
    thing, week, weeks = r.pick(("skateboard", "camera", "keyboard", "telescope")), r.between(6, 15), r.between(5, 14)
    start = r.between(10, 45, 5)
    return (f"A {thing} costs ${start + week * weeks}. {who} already has ${start} and saves ${week} every week. "
            f"After how many weeks can {pronoun} buy the {thing}?", weeks)


def recipe(r):
    dish, thing = r.pick((("soup", "carrot"), ("salad", "tomato"), ("pie", "apple"), ("curry", "potato")))
    per, base = r.pick((Fraction(3, 2), Fraction(5, 2), Fraction(3), Fraction(2))), r.pick((2, 4, 6))
    people = base + 2 * r.between(1, 5)
    return (f"A recipe for a {dish} for {base} people needs {n_of(int(per * base), thing)}. "
            f"How many {plural(thing)} are needed for {people} people?", per * people)


def together(r):
    (a, _, _), (b, _, _), (c, _, _) = r.sample(PEOPLE, 3)
    thing, n, more = r.pick(("shell", "sticker", "cone", "ticket")), r.between(5, 20), r.between(2, 9)
    return (f"{a} collects {n_of(n, thing)}. {b} collects twice as many as {a}, and {c} collects {more} more than {b}. "
            f"How many {plural(thing)} do the three collect together?", n + 2 * n + 2 * n + more)


def unit_price(r):
    thing = r.pick(("rice", "flour", "coffee", "sand", "seed", "clay"))
    cents, kilos, wanted = r.between(50, 450, 50), r.pick((4, 6, 8)), r.pick((3, 5, 7, 9, 10))
    return (f"{kilos} kg of {thing} cost {dollars(cents * kilos)}. At the same price per kilogram, "
            f"how many dollars do {wanted} kg cost?", Fraction(cents * wanted, 100))


def ages_later(r):
    (a, _, _), (b, _, _) = r.sample(PEOPLE, 2)
    young, gap, years = r.between(5, 14), r.between(3, 9), r.between(4, 12)
    return (f"{a} is {young} years old. {b} is {gap} years older. What will be the sum of their ages "
            f"in {years} years?", 2 * young + gap + 2 * years)


def half_then_more(r):
    who, pronoun, _ = r.pick(PEOPLE)
    half, more, year = r.between(12, 40), r.between(3, 11), r.between(1987, 2019)
    return (f"{who} has a book of {2 * half} pages, printed in {year}. On Monday {pronoun} reads half of it and on "
            f"Tuesday another {more} pages. How many pages are left?", half - more)


TEMPLATES = (  # name, skill, template
    ("change", "money", change), ("saving_up", "money", saving_up), ("unit_price", "rate", unit_price),
    ("two_stops", "several steps", two_stops), ("together", "several steps", together),
    ("ages_later", "several steps", ages_later), ("bags_needed", "remainder", bags_needed),
    ("left_over", "remainder", left_over), ("fence", "geometry", fence), ("discount", "percent", discount),
    ("average_of_four", "average", average_of_four), ("distance", "rate", distance),
    ("minutes_between", "time", minutes_between), ("rest_of_group", "fraction", rest_of_group),
    ("recipe", "ratio", recipe), ("unneeded_price", "distractor", unneeded_price),
    ("half_then_more", "distractor", half_then_more),
)
