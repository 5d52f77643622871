"""What the fields of an import are called on the screen, by kind; plain data, in their order."""

from desktop.basics.i18n import N_

FIELD_WORDS: dict[str, dict[str, str]] = {
    "clients": {
        "code": N_("Client code"),
        "name": N_("Name"),
        "segment": N_("Segment"),
        "class": N_("Class A, B or C"),
        "rep": N_("Rep"),
        "contact": N_("Contact person"),
        "phone": N_("Phone"),
        "address": N_("Address"),
        "area": N_("Area"),
        "lat": N_("Latitude"),
        "lon": N_("Longitude"),
        "place": N_("Latitude and longitude in one"),
        "households": N_("Households"),
        "opens": N_("Opens"),
        "closes": N_("Closes"),
        "hours": N_("Opening hours"),
    },
    "products": {
        "code": N_("Product code"),
        "name": N_("Product name"),
        "line": N_("Line"),
        "category": N_("Category"),
        "unit": N_("Unit"),
        "price": N_("Supply price"),
        "retail": N_("Suggested retail price"),
        "barcode": N_("Barcode"),
        "spec": N_("Specification"),
    },
    "sales-history": {
        "invoice": N_("Document number"),
        "on": N_("Day"),
        "client": N_("Client code"),
        "client_name": N_("Client name"),
        "product": N_("Product code"),
        "product_name": N_("Product name"),
        "quantity": N_("Quantity"),
        "price": N_("Unit price"),
        "unit": N_("Unit"),
    },
}
