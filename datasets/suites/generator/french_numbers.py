"""Arithmetic, number words, dates and hours in French. A template gives (question, answer); the answer is a number, or a list
of accepted wordings of which the first is the reference."""
from fractions import Fraction

from .french_words import DAYS, PEOPLE, clock, clock_answers, euros, lasting, number, spelled


def given(r):
    (a, pronoun), (b, _) = r.sample(PEOPLE, 2)
    thing, many = r.pick((("bille", "de billes"), ("timbre", "de timbres"), ("image", "d'images"), ("coquillage", "de coquillages")))
    n, m = r.between(3, 15), r.between(2, 9)
    return f"{a} a {n} {thing}s. {b} lui en donne {m}. Combien {many} {a} a-t-{pronoun} maintenant ?", n + m


def several(r):
    one, many, cents = r.pick((("croissant", "croissants", 120), ("chausson aux pommes", "chaussons aux pommes", 150),
                               ("pain au lait", "pains au lait", 110), ("sablé", "sablés", 80), ("éclair", "éclairs", 250)))
    n = r.between(2, 8)
    return f"Un {one} coûte {euros(cents)}. Combien coûtent {n} {many}, en euros ?", Fraction(n * cents, 100)


def teams(r):
    who, group, link = r.pick((("élèves", "équipe", "en"), ("joueurs", "table", "autour de"), ("enfants", "barque", "dans")))
    n, each = r.between(3, 8), r.between(3, 9)
    return (f"{n * each} {who} se répartissent en nombre égal {link} {n} {group}s. Combien y a-t-il d'{who} par {group} ?"
            .replace("d'joueurs", "de joueurs"), each)


def get_off(r):
    vehicle, off = r.pick(("Un car", "Un tramway", "Un bateau", "Un autobus")), r.between(4, 12)
    start = off + r.between(5, 25)
    return (f"{vehicle} transporte {start} voyageurs. À l'arrêt suivant, {off} voyageurs descendent et personne ne monte. "
            f"Combien de voyageurs reste-t-il ?", start - off)


def double(r):
    (a, _), (b, _) = r.sample(PEOPLE, 2)
    word, factor, n = *r.pick((("deux fois", 2), ("trois fois", 3), ("quatre fois", 4))), r.between(3, 12)
    return f"{a} a lu {n} livres cette année. {b} en a lu {word} plus. Combien de livres {b} a-t-{dict(PEOPLE)[b]} lus ?", n * factor


def change(r):
    who, _ = r.pick(PEOPLE)
    n, note, pen = r.between(2, 4), r.between(150, 390, 10), r.between(90, 290, 10)
    return (f"{who} achète {n} cahiers à {euros(note)} l'un et un stylo à {euros(pen)}, puis paie avec un billet de {euros(2000)}. "
            f"Combien lui rend-on, en euros ?", Fraction(2000 - n * note - pen, 100))


def sale(r):
    thing, percent = r.pick(("Un manteau", "Un vélo", "Un fauteuil", "Un sac")), r.pick((10, 15, 20, 25, 30, 40))
    price = r.between(40, 240, 20)
    return f"{thing} coûte {euros(100 * price)}. On accorde une remise de {percent} %. Quel est le nouveau prix, en euros ?", Fraction(price * (100 - percent), 100)


def drive(r):
    speed, halves = r.between(60, 130, 10), r.pick((3, 5, 7))
    return f"Une voiture roule à {speed} km/h pendant {lasting(30 * halves)}. Combien de kilomètres parcourt-elle ?", Fraction(speed * halves, 2)


def convert(r):
    n, (one, other, factor) = r.between(105, 985, 5), r.pick((("centimètres", "mètres", 100), ("centilitres", "litres", 100), ("centimes", "euros", 100)))
    return f"Combien font {number(n)} {one}, en {other} ?", Fraction(n, factor)


def rent_left(r):
    who, _ = r.pick(PEOPLE)
    pay, rent, age = r.between(1600, 2600, 50), r.between(480, 790, 10), r.between(24, 57)
    return (f"{who}, {age} ans, gagne {euros(100 * pay)} par mois. Son loyer est de {euros(100 * rent)} et ses charges s'élèvent à {euros(8500)}. "
            f"Combien d'euros lui reste-t-il chaque mois ?", pay - rent - 85)


def vat(r):
    net, rate = r.between(120, 2400, 40), r.pick((20, 10))
    thing = r.pick(("Une machine", "Une réparation", "Une commande", "Une affiche"))
    return f"{thing} coûte {euros(100 * net)} hors taxes. La TVA est de {rate} %. Quel est le prix toutes taxes comprises, en euros ?", Fraction(net * (100 + rate), 100)


def weighted(r):
    who, _ = r.pick(PEOPLE)
    (c1, c2), a, b = r.pick(((3, 2), (4, 1), (3, 1), (1, 4))), r.between(8, 17), r.between(8, 17)
    return (f"{who} a {a} sur 20 en français (coefficient {c1}) et {b} sur 20 en histoire (coefficient {c2}). "
            f"Quelle est sa moyenne avec les coefficients ?", Fraction(a * c1 + b * c2, c1 + c2))


def raise_then_drop(r):
    price, up, down = r.between(80, 400, 40), r.pick((10, 20, 25, 50)), r.pick((10, 20))
    return (f"Le prix d'un billet de {euros(100 * price)} augmente de {up} %, puis le nouveau prix baisse de {down} %. "
            f"Combien coûte le billet à la fin, en euros ?", Fraction(price * (100 + up) * (100 - down), 10000))


def shared_trip(r):
    people, hundreds, per, cents = r.pick((2, 4, 5)), r.between(2, 6), r.pick((6, 7, 8)), r.pick((160, 180, 200))
    toll = people * r.between(3, 8)
    return (f"{NAMES[people]} amis partagent à parts égales les frais d'un trajet de {100 * hundreds} km en voiture. La voiture consomme {per} litres "
            f"aux 100 km, le litre coûte {euros(cents)} et le péage {euros(100 * toll)}. Combien paie chacun, en euros ?",
            Fraction(hundreds * per * cents, 100 * people) + Fraction(toll, people))


NAMES = {2: "Deux", 4: "Quatre", 5: "Cinq"}
WEEK = tuple(range(7))


def day_after(r):
    then, (word, days) = r.pick(WEEK), r.pick((("Quel jour serons-nous demain", 1), ("Quel jour étions-nous hier", -1), ("Quel jour serons-nous après-demain", 2)))
    return f"Nous sommes {DAYS[(then - days) % 7]}. {word} ?", [DAYS[then]]


def read_number(r):
    n = r.between(*r.pick(((61, 69), (21, 59), (100, 169))))
    return f"Écrivez en chiffres : « {spelled(n)} ».", n


def read_hard_number(r):
    n = r.between(*r.pick(((71, 79), (81, 89), (91, 99)))) + 100 * r.between(0, 9)
    return f"Écrivez en chiffres : « {spelled(n)} ».", n


def read_thousands(r):
    n = 1000 * r.between(1, 9) + 100 * r.between(0, 9) + r.between(71, 99)
    return f"Écrivez en chiffres : « {spelled(n)} ».", n


def spell(r):
    n = r.pick((71, 80, 81, 91, 76, 98, 200, 280, 380, 61))
    words = spelled(n)
    return f"Écrivez en toutes lettres le nombre {n}.", [words, words.replace(" ", "-")]


def film_end(r):
    what, start, length = r.pick(("Le film", "Le concert", "La pièce", "Le spectacle")), r.between(13 * 60, 20 * 60, 5), r.between(75, 160, 5)
    length += 5 if (start + length) % 60 == 0 else 0   # "14 h" would also be found in "14 h 05"
    pronoun = "elle" if what == "La pièce" else "il"
    return f"{what} commence à {clock(start)} et dure {lasting(length)}. À quelle heure se termine-t-{pronoun} ?", clock_answers(start + length)


def hour_words(r):
    hour, (words, minutes) = r.between(2, 11), r.pick((("et demie", 30), ("et quart", 15), ("moins le quart", -15), ("moins dix", -10)))
    part, shift = r.pick((("du matin", 0), ("de l'après-midi", 12))) if hour < 7 else ("du matin", 0)
    return (f"Écrivez en chiffres, sur 24 heures, comme « 17 h 20 » : « {spelled(hour)} heures {words} {part} ».",
            clock_answers((hour + shift) * 60 + minutes))


def two_steps(r):
    then, (first, back), (second, on) = r.pick(WEEK), r.pick((("avant-hier", 2), ("hier", 1))), r.pick((("après-demain", 2), ("dans trois jours", 3), ("dans dix jours", 10)))
    return f"Si {first} nous étions {DAYS[(then - back - on) % 7]}, quel jour serons-nous {second} ?", [DAYS[then]]


def late_train(r):
    start, length, late = r.between(7 * 60, 19 * 60, 1), r.between(95, 235), r.between(8, 35)
    late += 1 if (start + length + late) % 60 == 0 else 0
    town = r.pick(("Bordeaux", "Strasbourg", "Lille", "Rennes"))
    return (f"Le train pour {town} part à {clock(start)} et met {lasting(length)} pour y arriver. Aujourd'hui, il arrive avec {late} minutes de retard. "
            f"À quelle heure arrive-t-il ?", clock_answers(start + length + late))


NUMBERS = (("easy", (given, several, teams, get_off, double)), ("medium", (change, sale, drive, convert, rent_left)),
           ("hard", (vat, weighted, raise_then_drop, shared_trip)))
DATES = (("easy", (day_after, read_number)), ("medium", (film_end, hour_words, read_hard_number)),
         ("hard", (read_thousands, spell, two_steps, late_train)))
