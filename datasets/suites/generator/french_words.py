"""French numbers, hours and typography for the generators."""
from fractions import Fraction

from .common import decimal

PEOPLE = (("Léa", "elle"), ("Hugo", "il"), ("Camille", "elle"), ("Karim", "il"), ("Inès", "elle"), ("Mathis", "il"),
          ("Sarah", "elle"), ("Théo", "il"), ("Manon", "elle"), ("Lucas", "il"), ("Jeanne", "elle"), ("Yanis", "il"))
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ONES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
        "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf")
TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")
NARROW, WIDE = "\u202f", "\u00a0"   # no-break spaces


def typo(text):
    """Plain typing to French typography: no-break spaces at marks, units and guillemets, and curved apostrophes."""
    for mark in "?!;":
        text = text.replace(" " + mark, NARROW + mark)
    for unit in ("€", "%", "km", "kg", "h", "m²", "g", "litres", "min"):
        for after in (" ", ".", ",", NARROW, "\n", ")", "-"):
            for digit in "0123456789":
                text = text.replace(digit + " " + unit + after, digit + WIDE + unit + after)
    text = text.replace(" :", WIDE + ":").replace("« ", "«" + WIDE).replace(" »", WIDE + "»")
    return text.replace("'", "’")


def number(value):
    """'7', '12,5', '1 250' with a narrow no-break space."""
    whole, _, rest = decimal(value).partition(".")
    groups = []
    while len(whole) > 3:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    return NARROW.join([whole] + groups) + ("," + rest if rest else "")


def money(value):
    """'7', '12,50', '1 250'."""
    text = number(value)
    return text + "0" if text[-2:-1] == "," else text


def euros(cents):
    """'7 €', '12,50 €', '1 250 €'."""
    return money(Fraction(cents, 100)) + WIDE + "€"


def below_100(n):
    if n < 20:
        return ONES[n]
    tens, ones = divmod(n, 10)
    if tens in (7, 9):
        ones += 10
    if ones == 0:
        return TENS[tens] + ("s" if tens == 8 else "")
    link = " et " if ones in (1, 11) and tens < 8 else "-"
    return TENS[tens] + link + ONES[ones]


def spelled(n):
    """0 .. 9999 in words, in the spelling before 1990: 'deux mille quatre cent quatre-vingts'."""
    thousands, rest = divmod(n, 1000)
    hundreds, low = divmod(rest, 100)
    parts = []
    if thousands:
        parts.append(("" if thousands == 1 else spelled(thousands) + " ") + "mille")
    if hundreds:
        parts.append(("" if hundreds == 1 else ONES[hundreds] + " ") + ("cents" if hundreds > 1 and not low else "cent"))
    if low or not parts:
        parts.append(below_100(low))
    return " ".join(parts)


def clock(minutes):
    """'8 h', '14 h 05'."""
    hour, minute = divmod(minutes % 1440, 60)
    return "{}{}h".format(hour, WIDE) + ("{}{:02d}".format(WIDE, minute) if minute else "")


def clock_answers(minutes):
    hour, minute = divmod(minutes % 1440, 60)
    said = [clock(minutes), "{}h{:02d}".format(hour, minute), "{}:{:02d}".format(hour, minute)]
    heures = "heure" if hour < 2 else "heures"
    said.append("{} {} {}".format(hour, heures, minute) if minute else "{} {}".format(hour, heures))
    if hour < 10:
        said += ["{:02d}{}h{}{:02d}".format(hour, WIDE, WIDE, minute), "{:02d}h{:02d}".format(hour, minute), "{:02d}:{:02d}".format(hour, minute)]
    return said if minute else said + ["{}h".format(hour)]


def lasting(minutes):
    """'1 h 45', '50 minutes'."""
    return clock(minutes) if minutes >= 60 else "{} minutes".format(minutes)
