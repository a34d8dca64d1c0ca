"""Word problems of several steps: percentages, rates, equations; some with numbers that are not needed."""
from fractions import Fraction

from .english import PEOPLE, clock, dollars, duration, n_of, plural


def up_then_down(r):
    thing, up, down = r.pick(("jacket", "sofa", "watch", "fridge", "drone")), r.pick((10, 20, 25, 50)), r.pick((10, 20, 30))
    price = r.between(80, 400, 40)
    return (f"A shop raises the price of a {thing} from ${price} by {up}%. A month later it lowers the new price by "
            f"{down}%. How many dollars does the {thing} cost then?",
            Fraction(price * (100 + up) * (100 - down), 10000))


def before_discount(r):
    thing, percent = r.pick(("tablet", "carpet", "scooter", "violin", "heater")), r.pick((10, 15, 20, 25, 30, 40, 60))
    price = r.between(40, 360, 20)
    return (f"After a discount of {percent}% a {thing} costs {dollars(price * (100 - percent))}. "
            f"How many dollars did it cost before the discount?", price)


def filling_tank(r):
    pump, leak, minutes = r.between(18, 40), r.between(3, 12), r.between(15, 60, 5)
    start = r.between(20, 120, 10)
    return (f"A tank holds {start} litres of water. A pump adds {pump} litres per minute while {leak} litres per minute "
            f"leak out. After how many minutes does the tank hold {start + (pump - leak) * minutes:,} litres?", minutes)


def workers(r):
    first, days, second = r.pick(((6, 8, 4), (4, 9, 6), (10, 6, 4), (5, 12, 6), (8, 9, 12), (3, 20, 5), (9, 4, 6),
                                  (12, 5, 10), (7, 6, 3), (14, 3, 6)))
    job = r.pick(("paint a school", "harvest a vineyard", "repair a bridge", "catalogue an archive", "pave a square"))
    return (f"{first} workers need {days} days to {job}. All work at the same pace. "
            f"How many days do {second} workers need for the same job?", Fraction(first * days, second))


def overtime(r):
    who, pronoun, _ = r.pick(PEOPLE)
    wage, extra, normal = r.between(14, 30, 2), r.between(2, 9), r.pick((35, 38, 40))
    return (f"{who} earns ${wage} an hour for the first {normal} hours of a week and one and a half times as much for "
            f"every hour after that. Last week {pronoun} worked {normal + extra} hours. "
            f"How many dollars did {pronoun} earn?", wage * normal + Fraction(3 * wage * extra, 2))


def two_trains(r):
    a, b, halves = r.between(60, 90, 10), r.between(70, 120, 10), r.pick((3, 4, 5, 6, 7))
    return (f"Two trains leave two cities that are {(a + b) * halves // 2} km apart at the same time and travel towards "
            f"each other, one at {a} km per hour, the other at {b} km per hour. How many minutes pass before they meet?",
            30 * halves)


def tickets(r):
    adult, child = r.pick(((12, 7), (15, 8), (9, 5), (20, 11), (14, 6)))
    n, m = r.between(11, 40), r.between(12, 45)
    event = r.pick(("concert", "museum", "circus", "boat trip", "cup final"))
    return (f"Tickets for a {event} cost ${adult} for adults and ${child} for children. {n + m} tickets are sold for "
            f"${n * adult + m * child:,} in all. How many of them are adult tickets?", n)


def needed_score(r):
    who, _, possessive = r.pick(PEOPLE)
    target = r.between(74, 88)
    scores = [target + d for d in r.pick(((-8, -3, 1, 4), (-6, -5, 2, 3), (-9, 1, 2, 2), (-4, -4, -2, 5)))]
    need = 5 * target - sum(scores)
    scores = r.shuffled(scores)
    return (f"{who} has {scores[0]}, {scores[1]}, {scores[2]} and {scores[3]} points in {possessive} first four tests. "
            f"How many points does {who} need in the fifth test for an average of {target} over all five?", need)


def spent_fractions(r):
    who, pronoun, possessive = r.pick(PEOPLE)
    d1, d2 = r.pick(((3, 4), (4, 3), (2, 5), (5, 4), (4, 5)))
    start = d1 * d2 * r.between(4, 15)
    rest = start - start // d1
    return (f"{who} spends 1/{d1} of {possessive} money on a train ticket and then 1/{d2} of the rest on lunch. "
            f"After that {pronoun} has ${rest - rest // d2} left. How many dollars did {pronoun} have at the start?", start)


def interest(r):
    rate = r.pick((2, 4, 5, 10))
    amount = r.between(1000, 6000, 500)
    final = Fraction(amount * (100 + rate) ** 2, 10000)
    return (f"${amount:,} are put into an account that pays {rate}% interest a year. The interest is added to the account "
            f"at the end of each year. How many dollars are in the account after two years?", final)


def three_for_two(r):
    thing, price = r.pick(("soap", "tea", "juice", "cereal", "shampoo")), r.between(2, 8)
    n, coupon = r.pick((5, 7, 8, 10, 11, 13)), r.between(1, 4)
    unit = {"soap": "bar", "tea": "packet", "juice": "bottle", "cereal": "box", "shampoo": "bottle"}[thing]
    return (f"A {unit} of {thing} costs ${price}. For every three you take you pay for only two. "
            f"You take {n} {plural(unit)} and have a coupon for ${coupon} off the total. How many dollars do you pay?",
            (n - n // 3) * price - coupon)


def good_parts(r):
    rate, hours, percent = r.between(40, 120, 20), r.between(5, 9), r.pick((5, 10, 15, 20))
    stop = r.pick((30, 60, 90))
    made = rate * (60 * hours - stop) // 60
    year = r.between(2011, 2024)
    return (f"A machine bought in {year} makes {rate} parts an hour. During a shift of {hours} hours it stands still for "
            f"{stop} minutes, and {percent}% of the parts it makes are faulty. How many good parts does it make in the "
            f"shift?", Fraction(made * (100 - percent), 100))


def phone_plan(r):
    base, free, per = r.between(12, 30), r.between(100, 400, 50), r.pick((5, 8, 10, 12, 15))
    over, texts = r.between(25, 180, 5), r.between(20, 95)
    return (f"A phone plan costs ${base} a month. It includes {free} minutes of calls and all texts; each further minute "
            f"costs {per} cents. In May a customer makes {free + over} minutes of calls and sends {texts} texts. "
            f"How many dollars is the bill for May?", base + Fraction(per * over, 100))


def warehouse(r):
    thing = r.pick(("chair", "lamp", "printer", "kettle", "heater"))
    start, sold, packs, size, back = r.between(120, 300, 10), r.between(30, 90), r.between(4, 9), r.between(6, 15), r.between(2, 9)
    price = r.between(15, 60)
    return (f"On Monday a warehouse has {n_of(start, thing)} worth ${price} each. On Tuesday it ships {sold} of them. "
            f"On Wednesday {packs} crates of {size} {plural(thing)} arrive. On Thursday customers send {back} "
            f"{plural(thing)} back, but half of Monday's stock is moved to another town. "
            f"How many {plural(thing)} does the warehouse have then?", start - sold + packs * size + back - start // 2)


def ratio_difference(r):
    (a, _, _), (b, _, _) = r.sample(PEOPLE, 2)
    x, y = r.pick(((3, 5), (2, 7), (4, 9), (5, 8), (3, 8)))
    part = r.between(15, 60, 5)
    return (f"{a} and {b} share ${(x + y) * part:,} in the ratio {x}:{y}, in this order. "
            f"How many dollars more than {a} does {b} get?", (y - x) * part)


def round_trip(r):
    km, go, back = r.pick(((120, 60, 40), (180, 90, 60), (60, 60, 30), (240, 120, 60), (240, 80, 48), (300, 100, 60),
                           (150, 75, 50)))
    who = r.pick(PEOPLE)[0]
    return (f"{who} drives {km} km to a town at an average of {go} km per hour and comes back by the same road at an "
            f"average of {back} km per hour. What is the average speed of the whole trip in km per hour?",
            Fraction(2 * go * back, go + back))


def night_shift(r):
    start, first, rest, second = (r.between(19 * 60, 22 * 60, 15), r.between(130, 235, 5), r.between(20, 50, 5),
                                  r.between(110, 225, 5))
    who, pronoun, _ = r.pick(PEOPLE)
    return (f"{who} starts work at {clock(start)}, works for {duration(first)}, rests for "
            f"{rest} minutes and then works until {clock(start + first + rest + second)}. "
            f"How many minutes does {pronoun} work in all, without the rest?", first + second)


TEMPLATES = (  # name, skill, template
    ("up_then_down", "percent", up_then_down), ("before_discount", "percent", before_discount),
    ("interest", "percent", interest), ("filling_tank", "rate", filling_tank), ("workers", "rate", workers),
    ("two_trains", "rate", two_trains), ("round_trip", "rate", round_trip), ("overtime", "money", overtime),
    ("three_for_two", "money", three_for_two), ("tickets", "equation", tickets),
    ("needed_score", "average", needed_score), ("spent_fractions", "fraction", spent_fractions),
    ("ratio_difference", "ratio", ratio_difference), ("night_shift", "time", night_shift),
    ("good_parts", "distractor", good_parts), ("phone_plan", "distractor", phone_plan),
    ("warehouse", "distractor", warehouse),
)
