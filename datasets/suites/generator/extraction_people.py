"""Meetings, contacts, hotel bookings and job offers, in the form of extraction_orders.py."""
from .extraction_orders import maybe
from .extraction_words import CITIES, FIRMS, NUMBER_WORDS, Day, amount_json, amount_text, code, email, person, time_json, time_text

TOPICS = ("budget review", "sales forecast", "safety training", "product launch", "office move", "hiring plan")


def meeting(r, level):
    topic, who, other, day, room = r.pick(TOPICS), person(r), person(r), Day.draw(r), r.between(101, 499)
    start = r.between(480, 960, 15)
    if level == "easy":
        return (f"Topic: {topic}. Date: {day.text(r)}. Time: {time_text(start)}. Room: {room}.",
                {"topic": topic, "date": day.iso(), "start_time": time_json(start), "room": room})
    if level == "medium":
        end = start + r.pick((45, 60, 90))
        return (f"{who} invites you to the {topic} on {day.text(r)} from {time_text(start)} to {time_text(end)} in room {room}. "
                f"Please tell {other} if you cannot come.",
                {"organiser": who, "topic": topic, "date": day.iso(), "start_time": time_json(start),
                 "end_time": time_json(end), "room": room})
    later, old_start, minutes = r.between(2, 6), start - 30, r.pick((45, 75, 90, 105))
    link = "https://meet.example/" + str(r.between(1000, 9999))
    online, link = maybe(r, f" Those who are away can follow at {link}.", link)
    return (f"The {topic} of {day.text(r)}, {time_text(old_start)}, is put off by {NUMBER_WORDS[later]} days and now begins at "
            f"{time_text(start)}, still in room {room}. It will take {minutes} minutes.{online} {other} cannot lead it, so "
            f"{who} will.",
            {"topic": topic, "date": day.plus(later).iso(), "start_time": time_json(start),
             "end_time": time_json(start + minutes), "room": room, "online_link": link, "leader": who})


TITLES = ("sales manager", "head of purchasing", "project engineer", "office manager", "legal adviser", "accountant")


def phone(r):
    """A number as written and as asked for."""
    parts = [str(r.between(20, 69)), str(r.between(100, 999)), str(r.between(1000, 9999))]
    return "+{} {} 555 {}".format(*parts), "+{}{}555{}".format(*parts)


def contact(r, level):
    who, title, firm, city = person(r), r.pick(TITLES), r.pick(FIRMS), r.pick(CITIES)
    written, number = phone(r)
    if level == "easy":
        return (f"{who}, {title}, {firm}, {city}",
                {"name": who, "job_title": title, "company": firm, "city": city})
    mail = email(who, firm)
    if level == "medium":
        return (f"It was good to meet you at the fair. I am the new {title} at {firm} in {city}. You can write to me at {mail} or "
                f"call {written}. Best regards, {who}",
                {"job_title": title, "company": firm, "city": city, "email": mail, "phone": number, "name": who})
    left, old_number, day = person(r), phone(r)[0], Day.draw(r)
    day_text = day.text(r)
    leave, until = maybe(r, f" Our new colleague is on leave until {day_text}.", day.iso())
    return (f"{left}, our former {title}, has left {firm}. Please write to {who} from now on, who has taken over the post and "
            f"works from {city}, not from {r.pick(CITIES)}.{leave} The number {old_number} is no longer in use; call {written}. "
            f"The address is {mail.replace('@', ' at ').replace('.', ' dot ')}.",
            {"name": who, "job_title": title, "company": firm, "city": city, "on_leave_until": until, "phone": number,
             "email": mail})


HOTELS = ("Hotel Aurora", "Lakeside Inn", "Hotel Majestic", "The Old Mill", "Park Residence", "Hotel Belvedere")


def booking(r, level):
    who, hotel, day, nights = person(r), r.pick(HOTELS), Day.draw(r), r.between(2, 9)
    cents, number = r.between(6200, 18900, 50), code(r, "BK")
    if level == "easy":
        return (f"Booking {number}: {who}, {hotel}, arrival {day.text(r)}, {nights} nights.",
                {"booking_number": number, "guest": who, "hotel": hotel, "check_in": day.iso(), "nights": nights})
    if level == "medium":
        adults = r.between(2, 4)
        return (f"Thank you for choosing {hotel}. We have reserved a room for {NUMBER_WORDS[adults]} adults in the name of {who}, from "
                f"{day.text(r)} to {day.plus(nights).text(r)}, at {amount_text(r, cents)} per night. Your reference is {number}.",
                {"hotel": hotel, "guest": who, "adults": adults, "check_in": day.iso(),
                 "check_out": day.plus(nights).iso(), "price_per_night": amount_json(cents), "booking_number": number})
    parking, wait = r.between(8, 24), r.between(2, 5)
    garage, parking = maybe(r, f" A place in the garage costs {parking} euros per night.", parking)
    breakfast, included = r.pick((("Breakfast is included", True), ("Breakfast costs extra", False)))
    return (f"Dear {who}, as you asked, booking {number} at {hotel} now begins {wait} days later than {day.text(r)}; you still stay "
            f"{nights} nights. The room costs {amount_text(r, cents)} per night instead of {amount_text(r, cents + 1500)}.{garage} "
            f"{breakfast}.",
            {"guest": who, "booking_number": number, "hotel": hotel, "check_in": day.plus(wait).iso(),
             "check_out": day.plus(wait + nights).iso(), "price_per_night": amount_json(cents),
             "parking_price": parking, "breakfast_included": included})


JOBS = ("warehouse clerk", "web developer", "pastry chef", "bus driver", "laboratory assistant", "graphic designer")


def job(r, level):
    title, firm, city, day = r.pick(JOBS), r.pick(FIRMS), r.pick(CITIES), Day.draw(r)
    salary, hours = r.between(24, 58), r.between(20, 39)
    if level == "easy":
        return (f"Wanted: {title}. Employer: {firm}. Place: {city}. Start: {day.text(r)}.",
                {"job_title": title, "company": firm, "city": city, "start_date": day.iso()})
    if level == "medium":
        return (f"{firm} is looking for a {title} in {city}. You work {hours} hours a week and earn {salary:,},000 euros a year. Apply "
                f"by {day.text(r)} with your CV.",
                {"company": firm, "job_title": title, "city": city, "hours_per_week": hours, "salary": salary * 1000,
                 "deadline": day.iso()})
    who, top, months = person(r), salary + r.between(3, 9), r.between(15, 40)
    remote, phrase = r.pick(((True, "you may work from home"), (False, "working from home is not possible")))
    weekly, hours = maybe(r, f", {hours} hours a week", hours)
    return (f"After {r.pick(('a long search', 'two years'))} without one, {firm} again needs a {title}{weekly}. Our head office is in "
            f"{r.pick(CITIES)}, but the job is in {city}, and {phrase}. We pay between {salary} and {top} thousand euros a year. "
            f"Applications to {who} until {day.text(r)}; the job starts {months} days after that.",
            {"company": firm, "job_title": title, "hours_per_week": hours, "city": city, "remote": remote,
             "salary_min": salary * 1000, "salary_max": top * 1000, "contact": who, "deadline": day.iso(),
             "start_date": day.plus(months).iso()})
