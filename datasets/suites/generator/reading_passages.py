"""Scenes for the reading suite. A scene takes the random numbers and gives (passage, questions).

Every scene holds, beside each answer, something of the same kind that is not the answer. A question is
(difficulty, skill, question, right, wrong): `right` are the accepted wordings, the first is the reference;
`wrong` are the things of the same kind, which an answer must not name.
"""
from .english import clock

TOWNS = ("Harlow", "Marden", "Selby", "Corwen", "Dunmore", "Aldby", "Tamsel", "Ostrava", "Linz", "Viborg", "Lugano",
         "Kestrel Bay", "Porthaven", "Brixen", "Norwood")
FIRST = ("Marta", "Helen", "Oscar", "Ruth", "Peter", "Nadia", "Simon", "Clara", "Victor", "Irene", "Hassan", "Julia",
         "Martin", "Yuki", "Carlos", "Edith", "Anton", "Lucia", "Bruno", "Tessa")
LAST = ("Keller", "Brandt", "Okafor", "Silva", "Novak", "Haddad", "Larsen", "Moreau", "Tanaka", "Ferrari", "Walsh",
        "Petrov", "Jansen", "Ortega", "Lind", "Kovac")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
COLOURS = ("blue", "green", "red", "white", "yellow", "black")


def at(minutes):
    """The accepted wordings of a time of day."""
    twelve, (hour, minute) = clock(minutes), divmod(minutes, 60)
    plain, half = twelve.split(" ")
    return [twelve, plain + half, plain, f"{hour}:{minute:02d}"]


def num(n):
    return [str(n), f"{n:,}"] if n >= 1000 else [str(n)]


def year(n):
    return [str(n)]


def buses(r):
    a, b, c = r.sample(TOWNS, 3)
    line, other = r.sample(COLOURS, 2)
    first, second, sunday = r.between(425, 500, 5), r.between(515, 590, 5), r.pick((15, 20, 40, 45))
    stop, other_stop = r.sample(("Mill Lane", "Church Square", "Dock Street", "Bell Road", "Park Gate"), 2)
    passage = (
        f"Two bus lines serve the old town. The {line} bus goes to {a} and leaves at {clock(first)} from {stop}. "
        f"The {other} bus goes to {b}, by way of {c}, and leaves at {clock(second)} from {other_stop}. On Sundays "
        f"the {line} bus leaves {sunday} minutes later than on other days, while the {other} bus does not run at all.")
    return passage, (
        ("easy", "place", f"Where does the {line} bus go?", [a], [b, c]),
        ("medium", "time", f"At what time does the bus to {b} leave?", at(second), at(first)),
        ("medium", "place", f"From where does the bus to {a} leave?", [stop], [other_stop]),
        ("hard", "time", f"At what time does the bus to {a} leave on a Sunday?", at(first + sunday),
         at(first) + at(second)))


def cousins(r):
    (f1, f2), (l1, l2) = r.sample(FIRST, 2), r.sample(LAST, 2)
    job, other, old = r.sample(("baker", "nurse", "welder", "beekeeper", "translator", "carpenter", "pilot"), 3)
    a, b, c = r.sample(TOWNS, 3)
    y1, gap = r.between(2004, 2012), r.between(3, 7)
    passage = (
        f"{f1} {l1} and {f2} {l2} are cousins. {f1} works as a {job} in {a}, but grew up in {c}. {f2}, who lives in {b}, "
        f"used to be a {old} and has worked as a {other} since {y1 + gap}. {f1} began {gap} years before that, in {y1}, "
        f"and has never changed jobs.")
    return passage, (
        ("easy", "person", f"What is the job of {f1} {l1}?", [job], [other, old]),
        ("medium", "person", f"What was the former job of {f2} {l2}?", [old], [job, other]),
        ("medium", "place", f"In which town did {f1} grow up?", [c], [a, b]),
        ("hard", "place", f"In which town does the cousin live who began the present job later?", [b], [a, c]))


def library(r):
    town, (room, painted) = r.pick(TOWNS), r.sample(("reading room", "map room", "music room", "newspaper room"), 2)
    old, new, closing = r.between(540, 570, 15), r.between(585, 660, 15), r.between(1050, 1110, 15)
    day, late = r.sample(DAYS, 2)
    extra, books, films = r.pick((75, 90, 105)), r.between(12, 19), r.between(3, 9)
    passage = (
        f"From next month the {town} library opens at {clock(new)} instead of {clock(old)}. It closes at {clock(closing)}, "
        f"but {extra} minutes later on {late}. The {room} stays shut every {day} for cleaning, and the {painted} is being painted. "
        f"Members may borrow {books} books and {films} films at a time; until now the limit was {books - 4} books.")
    return passage, (
        ("easy", "place", "Which room is shut once a week for cleaning?", [room], [painted]),
        ("medium", "time", "At what time will the library open from next month?", at(new), at(old)),
        ("medium", "day", f"On which day is the {room} shut?", [day], [late]),
        ("hard", "time", f"At what time does the library close on {late}?", at(closing + extra), at(closing)))


def company(r):
    f1, l1, l2 = r.pick(FIRST), *r.sample(LAST, 2)
    town, second = r.sample(TOWNS, 2)
    first_goods, goods = r.sample(("umbrellas", "bicycles", "clocks", "gloves", "lanterns", "pianos"), 2)
    founded, renamed, moved = r.between(1901, 1925), r.between(1931, 1948), r.between(1952, 1978)
    staff, later = r.between(11, 38), r.between(140, 480, 10)
    passage = (
        f"In {founded} {f1} {l1} opened a workshop in {town} that made {first_goods}. In {renamed} the firm was sold to the "
        f"{l2} family, took their name and turned to {goods}. In {moved} it left {town} for {second}, where it still is. "
        f"The workshop began with {staff} people; after the move it had {later}.")
    return passage, (
        ("easy", "object", f"What did {f1} {l1}'s workshop make at first?", [first_goods], [goods]),
        ("medium", "number", f"In which year did the {l2} family buy the firm?", year(renamed), year(founded) + year(moved)),
        ("medium", "number", "How many people worked there in the beginning?", num(staff), num(later)),
        ("hard", "number", f"How many years was the firm in {town}?", num(moved - founded),
         num(renamed - founded) + num(moved - renamed)))


def huts(r):
    a, b = r.sample(("Eagle Hut", "Larch Hut", "Marmot Hut", "Glacier Hut", "Falcon Hut", "Gentian Hut"), 2)
    low, gap = r.between(1410, 1890, 10), r.between(110, 390, 10)
    beds, more = r.between(22, 46, 2), r.between(51, 95)
    name, other = r.sample(FIRST, 2)
    hours, longer = r.between(2, 3), r.between(4, 6)
    passage = (
        f"{a} lies at {low:,} metres and has {beds} beds; it is run by {name}. {b}, where {other} is in charge, lies "
        f"{gap} metres higher and has {more} beds. From the valley one walks {hours} hours to {a} and {longer} hours to {b}. "
        f"Dogs may stay the night only in the smaller hut, while hot showers are found only in the higher one.")
    return passage, (
        ("easy", "number", f"How many beds does {b} have?", num(more), num(beds)),
        ("medium", "person", f"Who runs {a}?", [name], [other]),
        ("hard", "place", "In which hut may a dog stay the night?", [a, a.split(" ")[0]], [b.split(" ")[0]]),
        ("hard", "number", f"How many metres above the sea does {b} lie?", num(low + gap), num(low)))


def recipe(r):
    dish, filling, topping = r.pick((("pie", "plums", "almonds"), ("tart", "pears", "walnuts"), ("cake", "apricots", "seeds"),
                                     ("bread", "olives", "herbs"), ("gratin", "leeks", "crumbs"), ("pizza", "peppers", "capers")))
    hot, less = r.between(210, 240, 10), r.between(20, 60, 10)
    short, long, rest = r.between(11, 16), r.between(25, 45, 5), r.between(50, 90, 10)
    grams, other = r.between(220, 380, 20), r.between(410, 690, 20)
    passage = (
        f"Mix {grams} grams of flour with butter and water and let the dough rest for {rest} minutes. Meanwhile slice "
        f"{other} grams of {filling}. Bake the {dish} for {short} minutes at {hot} degrees, then lower the heat by {less} "
        f"degrees, scatter the {topping} over it and bake it for another {long} minutes.")
    return passage, (
        ("easy", "number", "How many grams of flour are needed?", num(grams), num(other)),
        ("medium", "number", "For how many minutes must the dough rest?", num(rest), num(short) + num(long)),
        ("hard", "object", "What is added when the heat is lowered?", [topping], [filling, "butter"]),
        ("hard", "number", f"At how many degrees does the {dish} bake in the second part?", num(hot - less), num(hot)))


def match(r):
    home, away = r.sample(TOWNS, 2)
    s1, s2, s3 = r.sample(LAST, 3)
    early, mid, late = r.between(11, 30), r.between(49, 66), r.between(71, 88)
    crowd, last_year = r.between(2100, 4900, 50), r.between(5100, 7900, 50)
    passage = (
        f"{home} beat {away} 2-1 on Saturday. {s1} put {away} ahead in the {_th(early)} minute, but {s2} levelled the score "
        f"in the {_th(mid)} minute. The winner came from {s3}, who had come on for {s2} only moments before, in the "
        f"{_th(late)} minute. {crowd:,} people watched; last year it had been {last_year:,}.")
    return passage, (
        ("easy", "number", "How many people watched the match this year?", num(crowd), num(last_year)),
        ("medium", "person", "Who scored the winning goal?", [s3], [s1, s2]),
        ("medium", "place", "Which team won the match?", [home], [away]),
        ("hard", "person", f"Which player scored for {away}?", [s1], [s2, s3]))


def _th(n):
    return f"{n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def museum(r):
    ground, first, second = r.sample(("coins", "ships", "masks", "clocks", "fossils", "maps", "toys"), 3)
    adult, child = r.between(13, 19), r.between(5, 9)
    cheap, free = r.sample(DAYS, 2)
    off, minutes, (guide, cashier) = r.pick((2, 3)), r.between(40, 75, 5), r.sample(FIRST, 2)
    passage = (
        f"The museum shows {ground} on the ground floor, {first} on the first floor and {second} on the second. The "
        f"{ground} were moved down from the second floor in spring. A ticket costs {adult} euros, for children {child}; on "
        f"{cheap} adults pay {off} euros less, and on the first {free} of a month entry is free for everyone. {cashier} "
        f"sells the tickets and {guide} leads a tour of {minutes} minutes every afternoon.")
    return passage, (
        ("easy", "person", "Who leads the tour?", [guide], [cashier]),
        ("medium", "object", "What is shown on the second floor now?", [second], [ground, first]),
        ("medium", "number", "What does a child's ticket cost, in euros?", num(child), num(adult)),
        ("hard", "number", f"What does an adult pay on an ordinary {cheap}, in euros?", num(adult - off), num(adult)))


def plants(r):
    kind, place, other, third = r.pick(("beans", "peas", "sunflowers", "tomatoes")), *r.sample(
        ("on the balcony", "in the cellar", "by the window", "in the shed", "under the stairs"), 3)
    n1, n2, n3 = r.sample(FIRST, 3)
    a, b, c = r.sample(range(14, 49), 3)
    grown = sorted(((a, n1), (b, n2), (c, n3)))
    passage = (
        f"For a school project three pupils grew {kind}. {n1} put the pot {place}, {n2} {other} and {n3} {third}. After three "
        f"weeks {n1}'s plant was {a} cm high, {n2}'s {b} cm and {n3}'s {c} cm. All three had been given the same soil, and "
        f"the teacher's own plant, grown in the classroom, was 50 cm high.")
    where = {n1: place, n2: other, n3: third}
    best, middle, worst = grown[2][1], grown[1][1], grown[0][1]
    return passage, (
        ("easy", "number", f"How many centimetres high was {n2}'s plant?", num(b), num(a) + num(c)),
        ("medium", "place", f"Where did {n3} put the pot?", [where[n3], where[n3].split(" ")[-1]],
         [where[n1].split(" ")[-1], where[n2].split(" ")[-1]]),
        ("hard", "person", "Which pupil's plant grew highest?", [best], [middle, worst]),
        ("hard", "place", "Where did the pupil with the lowest plant put the pot?",
         [where[worst], where[worst].split(" ")[-1]], [where[n].split(" ")[-1] for n in (best, middle)]))


def parcel(r):
    buyer, gift = r.sample(FIRST, 2)
    want, got = r.sample(COLOURS, 2)
    thing = r.pick(("kettle", "blanket", "lamp", "rucksack", "vase", "jumper"))
    price, post, refund = r.between(31, 68), r.between(4, 8), r.between(11, 19)
    sent, came = r.sample(DAYS, 2)
    passage = (
        f"{buyer} ordered a {want} {thing} as a present for {gift} and paid {price} euros plus {post} euros for postage. The "
        f"shop promised it for {sent}, but the parcel only came the following {came}, and in it was a {got} {thing}. The "
        f"shop paid back {refund} euros, {gift} liked the {got} one, and so nobody sent anything back.")
    return passage, (
        ("easy", "object", f"What colour was the {thing} in the parcel?", [got], [want]),
        ("medium", "day", "On which day did the parcel come?", [came], [sent]),
        ("medium", "object", f"Which colour had {buyer} wanted?", [want], [got]),
        ("hard", "number", f"How many euros did {buyer} pay in the end, postage included?", num(price + post - refund),
         num(price) + num(price + post)))


def journey(r):
    who, friend = r.sample(FIRST, 2)
    a, b, c, d = r.sample(TOWNS, 4)
    km1, km2, km3 = r.sample(range(31, 79), 3)
    lost, bought = r.sample(("hat", "map", "knife", "bell", "towel", "torch"), 2)
    first, wet, second, last = r.pick((DAYS[:4], DAYS[1:]))
    passage = (
        f"On {first} {who} cycled {km1} km from {a} to {b} and bought a {bought} there. {wet} was too rainy, so the {km2} km "
        f"to {c} had to wait until {second}. In {c} {who} noticed that the {lost} was gone; it had been left in {b}. On "
        f"{last} {friend} joined for the last {km3} km to {d}.")
    return passage, (
        ("easy", "object", f"What did {who} buy?", [bought], [lost]),
        ("medium", "place", f"In which town was the {lost} left?", [b], [a, c, d]),
        ("medium", "day", f"On which day did {who} ride to {c}?", [second], [first, wet, last]),
        ("hard", "number", f"How many kilometres did {who} cycle before {friend} joined?", num(km1 + km2),
         num(km1 + km2 + km3) + num(km2 + km3)))


def meeting(r):
    chair, absent, deputy = r.sample(FIRST, 3)
    day, new = r.sample(DAYS, 2)
    room, other = r.sample(range(101, 399), 2)
    start, length = r.between(545, 650, 5), r.between(40, 75, 5)
    topic, later = r.sample(("the budget", "the new website", "holiday rules", "the summer party", "the lease"), 2)
    passage = (
        f"The meeting planned for {day} in room {room} will now take place on {new} in room {other}. It starts at "
        f"{clock(start)} and lasts {length} minutes. {absent}, who usually leads it, is on leave, and {deputy}, the deputy, is "
        f"ill; {chair} will lead it instead. The subject is {topic}; {later} will have to wait for the next meeting.")
    return passage, (
        ("easy", "object", "What is the subject of the meeting?", [topic, topic.replace("the ", "")],
         [later.replace("the ", "")]),
        ("medium", "number", "In which room will the meeting take place?", num(other), num(room)),
        ("medium", "person", "Who will lead the meeting this time?", [chair], [absent, deputy]),
        ("hard", "time", "At what time does the meeting end?", at(start + length), at(start)))


def neighbours(r):
    n1, n2, n3 = r.sample(FIRST, 3)
    p1, p2, p3 = r.sample(("cat", "parrot", "rabbit", "tortoise", "dog", "hamster"), 3)
    c1, c2, c3 = r.sample(COLOURS, 3)
    passage = (
        f"Three neighbours live side by side. {n1}, in the {c1} house on the left, has a {p1}. The {c2} house in the middle "
        f"belongs to {n2}. The owner of the {p3} lives in the {c3} house on the right and is called {n3}. Last year {n2} "
        f"looked after the {p3} for a week, but the only pet in the middle house now is a {p2}.")
    return passage, (
        ("easy", "object", f"Which pet does {n1} have?", [p1], [p2, p3]),
        ("medium", "object", f"What colour is {n3}'s house?", [c3], [c1, c2]),
        ("hard", "object", f"Which pet does {n2} have now?", [p2], [p1, p3]),
        ("hard", "object", f"What colour is the house next to the one of the {p1}'s owner?", [c2], [c1, c3]))


SCENES = (("buses", buses), ("cousins", cousins), ("library", library), ("company", company), ("huts", huts),
          ("recipe", recipe), ("match", match), ("museum", museum), ("plants", plants), ("parcel", parcel),
          ("journey", journey), ("meeting", meeting), ("neighbours", neighbours))
