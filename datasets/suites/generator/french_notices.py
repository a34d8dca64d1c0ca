"""Short French notices and three questions on each: (level, question, answer, wrong). The answer is a number, or a list of
accepted wordings; `wrong` are things of the same kind, which an answer must not name."""
from fractions import Fraction

from .french_words import DAYS, clock, clock_answers, euros

STREETS = ("rue des Lilas", "rue du Moulin", "rue Pasteur", "rue des Tilleuls", "rue de la Gare", "rue du Port")
MONTHS = ("mars", "mai", "juin", "septembre", "octobre", "novembre")
SURNAMES = ("Morel", "Benali", "Garnier", "Lefort", "Diallo", "Rousseau", "Perrin", "Nguyen")


def water(r):
    (a, b), weekday, day, month = r.sample(STREETS, 2), r.pick((0, 1, 2, 3)), r.between(4, 26), r.pick(MONTHS)
    start, hours = r.between(7, 9), r.between(4, 7)
    notice = (f"En raison de travaux, l'eau sera coupée {a} le {DAYS[weekday]} {day} {month}, de {clock(60 * start)} à {clock(60 * (start + hours))}. "
              f"{b[0].upper()}{b[1:]}, la coupure aura lieu le lendemain, aux mêmes heures. Merci de prévoir une réserve d'eau.")
    return notice, (("easy", f"Quel jour du mois l'eau sera-t-elle coupée {a} ?", day, ()),
                    ("medium", f"Quel jour du mois l'eau sera-t-elle coupée {b} ?", day + 1, ()),
                    ("hard", f"Pendant combien d'heures l'eau sera-t-elle coupée {a} ?", hours, ()))


def library(r):
    late, night, saturday, books, films, days, more = (r.pick((1, 2, 3, 4)), r.between(19, 21), r.between(16, 17), r.between(6, 12),
                                                       r.between(2, 5), r.pick((14, 21, 28)), r.pick((7, 10, 15)))
    notice = (f"La médiathèque est ouverte du mardi au vendredi de 10 h à 18 h, et jusqu'à {clock(60 * night)} le {DAYS[late]}. Le samedi, elle ferme à "
              f"{clock(60 * saturday)}. Vous pouvez emprunter {books} livres et {films} films pour {days} jours ; le prêt peut être prolongé une fois, de {more} jours.")
    return notice, (("easy", "Combien de films peut-on emprunter à la fois ?", films, ()),
                    ("medium", f"À quelle heure la médiathèque ferme-t-elle le {DAYS[late]} ?", clock_answers(60 * night), clock_answers(60 * 18)[:2]),
                    ("hard", "Pendant combien de jours en tout peut-on garder un livre si l'on prolonge le prêt ?", days + more, ()))


def meeting(r):
    day, start, later, (a, b) = r.pick((0, 1, 2, 3)), r.between(9, 13), r.between(1, 4), r.sample(SURNAMES, 2)
    old, new = r.between(11, 29), r.between(31, 49)
    notice = (f"La réunion prévue {DAYS[day]} à {clock(60 * start)} en salle {old} est reportée au lendemain à {clock(60 * (start + later) + 30)}, en salle {new}. "
              f"Mme {a}, qui devait l'animer, est en déplacement : M. {b} la remplacera.")
    return notice, (("easy", "Qui animera la réunion ?", [f"M. {b}", f"Monsieur {b}", b], [a]),
                    ("medium", "Dans quelle salle la réunion aura-t-elle lieu ?", new, ()),
                    ("hard", "Quel jour de la semaine la réunion aura-t-elle lieu ?", [DAYS[day + 1]], [DAYS[day]]))


def outing(r):
    (a, b), day, month, fee = r.sample(("à l'aquarium", "au château", "à la ferme", "au planétarium", "au zoo"), 2), r.between(5, 24), r.pick(MONTHS), r.between(750, 1450, 50)
    n, last = r.between(2, 4), [w.split(" ")[-1].split("'")[-1] for w in (a, b)]
    notice = (f"Les élèves de CM1 iront {a} le {day} {month} et ceux de CM2 {b} le lendemain. Le car partira de l'école à 8 h 15 et reviendra vers 17 h. "
              f"La participation est de {euros(fee)} par élève ; le pique-nique n'est pas compris.")
    return notice, (("easy", "Où iront les élèves de CM1 ?", [a, last[0]], [last[1]]),
                    ("medium", "Quel jour du mois la sortie des CM2 aura-t-elle lieu ?", day + 1, ()),
                    ("hard", f"Une famille inscrit {n} enfants. Combien paie-t-elle, en euros ?", Fraction(n * fee, 100), ()))


def doctor(r):
    (a, b), first, length, (free, other), month = r.sample(SURNAMES, 2), r.between(2, 9), r.between(8, 18), r.sample(DAYS[:5], 2), r.pick(("juillet", "août"))
    notice = (f"Le cabinet du docteur {a} sera fermé du {first} au {first + length} {month} inclus. En cas d'urgence, adressez-vous au docteur {b}, "
              f"{r.pick(STREETS)}. À partir de la rentrée, les consultations sans rendez-vous auront lieu le {free} matin, et non plus le {other} matin.")
    return notice, (("easy", "À qui faut-il s'adresser en cas d'urgence ?", [f"docteur {b}", b], [a]),
                    ("medium", "Quel jour auront lieu les consultations sans rendez-vous à partir de la rentrée ?", [free], [other]),
                    ("hard", "Pendant combien de jours le cabinet sera-t-il fermé ?", length + 1, ()))


def bakery(r):
    plain, special, roll = r.between(100, 115, 5), r.between(125, 145, 5), r.between(105, 130, 5)
    n, m = r.between(2, 4), r.between(2, 3)
    notice = (f"La baguette ordinaire coûte {euros(plain)}, la baguette de tradition {euros(special)} et le croissant {euros(roll)}. Pour quatre croissants achetés, "
              f"le cinquième est offert. La boulangerie est fermée le mercredi.")
    return notice, (("easy", "Combien coûte une baguette de tradition, en euros ?", Fraction(special, 100), ()),
                    ("medium", f"Combien coûtent {n} baguettes ordinaires et un croissant, en euros ?", Fraction(n * plain + roll, 100), ()),
                    ("hard", f"Vous prenez cinq croissants et {m} baguettes de tradition. Combien payez-vous, en euros ?",
                     Fraction(4 * roll + m * special, 100), ()))


def station(r):
    (a, b), start, late, (p, q) = r.sample(("Marseille", "Nantes", "Dijon", "Toulouse", "Metz"), 2), r.between(6 * 60, 18 * 60, 1), r.between(15, 45, 5), r.sample(range(11, 29), 2)
    while start % 60 == 0 or (start + late) % 60 == 0:   # "14 h" lies within "14 h 05"
        start += 1
    notice = (f"Le train à destination de {a}, départ {clock(start)}, partira voie {p} avec un retard de {late} minutes environ. Le train à destination de {b}, "
              f"départ {clock(start + 12)}, partira à l'heure, voie {q}. La voiture-bar du train pour {b} est fermée.")
    return notice, (("easy", f"De quelle voie partira le train pour {b} ?", q, ()), ("medium", "Quel train est en retard ?", [a], [b]),
                    ("hard", f"À quelle heure le train pour {a} partira-t-il environ ?", clock_answers(start + late), clock_answers(start)[:3]))


def flat(r):
    rent, extra, size, floor, town = r.between(480, 890, 10), r.between(35, 90, 5), r.between(28, 64), r.between(2, 5), r.pick(("Nantes", "Tours", "Pau", "Brest"))
    notice = (f"À louer à {town} : appartement de deux pièces, {size} m², {NTH[floor]} étage sans ascenseur, libre le 1er {r.pick(MONTHS)}. Loyer : {euros(100 * rent)} par mois, "
              f"plus {euros(100 * extra)} de charges. Dépôt de garantie : un mois de loyer hors charges. Immeuble de {floor + r.between(1, 3)} étages.")
    return notice, (("easy", "Combien de mètres carrés l'appartement a-t-il ?", size, ()), ("medium", "À quel étage se trouve l'appartement ?", floor, ()),
                    ("hard", "Combien paie-t-on le premier mois, charges et dépôt de garantie compris, en euros ?", 2 * rent + extra, ()))


NTH = {2: "2e", 3: "3e", 4: "4e", 5: "5e"}
NOTICES = (water, library, meeting, outing, doctor, bakery, station, flat)
