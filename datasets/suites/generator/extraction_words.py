"""Facts of business texts, and how the same fact is written in a text and in the JSON asked for."""

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")
FIRST = ("Amelia", "Bernd", "Carla", "Dmitri", "Esther", "Felix", "Gloria", "Henrik", "Isabel", "Jerome", "Katrin",
         "Leon", "Mireille", "Nils", "Olivia", "Pascal", "Renata", "Stefan", "Teresa", "Umberto", "Vera", "Winston")
LAST = ("Aldridge", "Bauer", "Costa", "Dubois", "Eriksen", "Fontaine", "Grant", "Hoffman", "Iversen", "Jansen", "Kowalski",
        "Lambert", "Mbeki", "Nakamura", "O'Brien", "Pereira", "Quinn", "Rossi", "Schmidt", "Torres", "Urban", "Vogel")
FIRMS = ("Northwind Paper", "Halden Tools", "Brightleaf Foods", "Copper & Sons", "Delta Print", "Evergreen Supplies",
         "Falkner Logistics", "Granite Office", "Harbour Textiles", "Ivory Ceramics", "Juniper Books", "Kestrel Cycles")
CITIES = ("Antwerp", "Bergen", "Cardiff", "Dresden", "Eindhoven", "Florence", "Geneva", "Hamburg", "Innsbruck", "Leeds",
          "Lisbon", "Nantes")
STREETS = ("Mill Road", "Station Street", "Garden Lane", "Harbour Street", "Church Hill", "Bridge Street")
GOODS = ("office chair", "desk lamp", "paper roll", "water filter", "tool kit", "storage box", "monitor stand", "steel shelf",
         "coffee grinder", "fire extinguisher")
NUMBER_WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten",
                11: "eleven", 12: "twelve"}
DAYS_IN = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)   # 2026 and 2027 are no leap years


class Day:
    """A date that a text can say in several ways."""

    def __init__(self, year, month, day):
        self.year, self.month, self.day = year, month, day

    @staticmethod
    def draw(r):
        month = r.between(1, 12)
        return Day(2026, month, r.between(1, DAYS_IN[month - 1]))

    def plus(self, days):
        """That many days later, or earlier if below 0."""
        year, month, day = self.year, self.month, self.day + days
        while day < 1:
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
            day += DAYS_IN[month - 1]
        while day > DAYS_IN[month - 1]:
            day -= DAYS_IN[month - 1]
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return Day(year, month, day)

    def iso(self):
        return "{}-{:02d}-{:02d}".format(self.year, self.month, self.day)

    def text(self, r):
        month = MONTHS[self.month - 1]
        return r.pick(("{d} {m} {y}", "{m} {d}, {y}", "{d} {s} {y}")).format(
            d=self.day, m=month, y=self.year, s=month[:3])


def amount_text(r, cents):
    """'1,250.50 euros', 'EUR 1,250.50'."""
    number = "{:,}.{:02d}".format(*divmod(cents, 100))
    return r.pick(("{} euros", "EUR {}")).format(number)


def amount_json(cents):
    """A JSON number without a fraction that says nothing: 1250.5, 80."""
    return cents // 100 if cents % 100 == 0 else cents / 100


def time_text(minutes):
    hour, minute = divmod(minutes, 60)
    return "{}:{:02d} {}".format((hour + 11) % 12 + 1, minute, "am" if hour < 12 else "pm")


def time_json(minutes):
    return "{:02d}:{:02d}".format(*divmod(minutes, 60))


def person(r):
    return r.pick(FIRST) + " " + r.pick(LAST)


def code(r, prefix, digits=5):
    return "{}-{}".format(prefix, r.between(10 ** (digits - 1), 10 ** digits - 1))


def email(name, firm):
    first, last = name.lower().replace("'", "").split(" ")
    return "{}.{}@{}.example".format(first, last, firm.lower().replace(" & ", "-").replace(" ", "-"))
