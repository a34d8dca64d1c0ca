"""Orders, invoices, deliveries and expenses. A document takes the random numbers and a level and gives (text, facts);
facts are in the order of the text, None for what it does not say."""
from .extraction_words import (CITIES, FIRMS, FIRST, GOODS, NUMBER_WORDS, STREETS, Day, amount_json, amount_text, code,
                               person)


def maybe(r, text, value):
    """Half of the time the text says it, else it does not and the fact is None."""
    return r.pick(((text, value), ("", None)))


def order(r, level):
    number, goods, who, firm, city = code(r, "PO"), r.pick(GOODS), person(r), r.pick(FIRMS), r.pick(CITIES)
    day, cents = Day.draw(r), r.between(450, 24900, 50)
    if level == "easy":
        n = r.between(2, 60)
        return (f"Order {number}. Customer: {firm}. Product: {goods}. Quantity: {n}.",
                {"order_number": number, "customer": firm, "product": goods, "quantity": n})
    if level == "medium":
        n = r.between(13, 90)
        return (f"Dear team, we would like to order {n} units of the {goods} at {amount_text(r, cents)} each, to be delivered "
                f"to {city} by {day.text(r)}. Our order number is {number}. Kind regards, {who}, {firm}",
                {"quantity": n, "product": goods, "unit_price": amount_json(cents), "city": city,
                 "delivery_date": day.iso(), "order_number": number, "contact": who, "customer": firm})
    n, before, later = r.between(2, 12), r.between(14, 40), r.between(3, 12)
    percent = r.between(3, 9)
    discount, percent = maybe(r, f" As agreed you grant us {percent} percent off.", percent)
    return (f"Hello, this is {who} of {firm}. In order {number} we asked for {before} units of the {goods}. Please make that "
            f"{NUMBER_WORDS[n]}; the price of {amount_text(r, cents)} per unit stays the same.{discount} Delivery was planned "
            f"for {day.text(r)}, but we need it {later} days later, and in {city} instead of {r.pick(CITIES)}.",
            {"contact": who, "order_number": number, "quantity": n, "unit_price": amount_json(cents),
             "discount_percent": percent, "delivery_date": day.plus(later).iso(), "city": city})


def invoice(r, level):
    number, old, supplier, customer = code(r, "INV"), code(r, "INV"), *r.sample(FIRMS, 2)
    issued, net = Day.draw(r), r.between(120, 4800) * 100
    due = issued.plus(r.pick((10, 14, 21)))
    if level == "easy":
        total = amount_text(r, net)
        return (f"Invoice {number} from {supplier}. Amount due: {total}. Date: {issued.text(r)}.",
                {"invoice_number": number, "supplier": supplier, "total": amount_json(net), "issue_date": issued.iso()})
    if level == "medium":
        cents = net + r.between(5, 95, 5)
        return (f"Please find attached invoice {number}, which {supplier} issued to {customer} on {issued.text(r)}. The total "
                f"of {amount_text(r, cents)} has to be paid by {due.text(r)}.",
                {"invoice_number": number, "supplier": supplier, "customer": customer, "issue_date": issued.iso(),
                 "total": amount_json(cents), "due_date": due.iso()})
    days, vat = r.pick((10, 14, 30, 45)), r.pick((10, 20, 25))
    order_number = code(r, "PO")
    yours, order_number = maybe(r, f" Your order: {order_number}.", order_number)
    return (f"{supplier}, invoice {number} of {issued.text(r)} for {customer}. It replaces invoice {old}, which was wrong.{yours} "
            f"Net amount {amount_text(r, net)}, to which {vat} percent VAT is added. Payable within {days} days of the "
            f"invoice date.",
            {"supplier": supplier, "invoice_number": number, "issue_date": issued.iso(), "replaced_invoice": old,
             "order_number": order_number, "net_amount": amount_json(net), "vat_amount": amount_json(net * vat // 100),
             "due_date": issued.plus(days).iso()})


def delivery(r, level):
    number, firm, city, day = code(r, "TRK", 6), r.pick(FIRMS), r.pick(CITIES), Day.draw(r)
    n, street = r.between(2, 12), r.pick(STREETS)
    if level == "easy":
        kilos = r.between(3, 80)
        return (f"Shipment {number}: {n} parcels, {kilos} kg, going to {city}.",
                {"tracking_number": number, "parcels": n, "weight_kg": kilos, "city": city})
    if level == "medium":
        kilos = r.between(11, 190) / 2
        kilos = int(kilos) if kilos == int(kilos) else kilos
        return (f"We picked up {NUMBER_WORDS[n]} parcels for {firm} on {day.text(r)}. Together they weigh {kilos} kg and go to "
                f"{r.between(2, 98)} {street} in {city}. You can follow them under {number}.",
                {"parcels": n, "customer": firm, "pickup_date": day.iso(), "weight_kg": kilos, "city": city,
                 "tracking_number": number})
    tonnes, wait, old = r.between(11, 48), r.between(2, 9), code(r, "TRK", 6)
    who = r.pick(FIRST)
    signing, who = maybe(r, f" {who} will be there to sign for it.", who)
    return (f"The {n} pallets for {firm} ({tonnes / 10} tonnes in all) left our warehouse in {r.pick(CITIES)} on {day.text(r)} "
            f"and should reach {street}, {city}, {wait} days after that.{signing} The number {old} that we sent you first is no "
            f"longer valid; please use {number}.",
            {"pallets": n, "customer": firm, "weight_kg": tonnes * 100, "departure_date": day.iso(), "city": city,
             "arrival_date": day.plus(wait).iso(), "signed_by": who, "tracking_number": number})


SHOPS = ("Cafe Linden", "Hotel Astoria", "Metro Taxi", "Papyrus", "Garage Morel", "Bistro Nord")


def expense(r, level):
    who, shop, day, cents = person(r), r.pick(SHOPS), Day.draw(r), r.between(350, 18900, 5)
    number = code(r, "R", 4)
    if level == "easy":
        return (f"Expense claim. Employee: {who}. Paid at: {shop}. Amount: {amount_text(r, cents)}. Receipt: {number}.",
                {"employee": who, "merchant": shop, "amount": amount_json(cents), "receipt_number": number})
    if level == "medium":
        why = r.pick(("a client dinner", "a team lunch", "printed posters", "a repair", "a night after a late flight"))
        return (f"On {day.text(r)} I paid {amount_text(r, cents)} at {shop} for {why}. Receipt {number} is attached. Please pay "
                f"it back with my salary. {who}",
                {"expense_date": day.iso(), "amount": amount_json(cents), "merchant": shop, "receipt_number": number,
                 "employee": who})
    francs, tip, boss = cents + r.between(200, 1900, 5), r.between(100, 900, 50), person(r)
    tipped, tip = maybe(r, f", a tip of {amount_text(r, tip)} included", amount_json(tip))
    when, paid = r.pick((("the day before", day), ("two days before", day.plus(-1)), ("the day after", day.plus(2))))
    return (f"{boss} asked me to hand in the bill of {shop}, number {number}. It is for {francs // 100}.{francs % 100:02d} Swiss "
            f"francs, which my bank turned into {amount_text(r, cents)}{tipped}. I paid it {when} our meeting of "
            f"{day.plus(1).text(r)}. {who}",
            {"merchant": shop, "receipt_number": number, "amount_chf": amount_json(francs), "amount_eur": amount_json(cents),
             "tip_eur": tip, "expense_date": paid.iso(), "employee": who})
