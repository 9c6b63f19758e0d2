"""What the words of FollowTheMoney mean in ours: one table for those who read entities and those who write them."""

from collections.abc import Mapping

from enduse.model.listing import NameRole

NAME_ROLES: Mapping[str, NameRole] = {
    "name": "primary",
    "alias": "alias",
    "previousName": "former",
    "weakAlias": "weak",
    "abbreviation": "alias",
}
"""Property to the role of the names it holds, the surest first."""

SCHEMES: Mapping[str, str] = {
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "kppCode": "KPP",
    "okpoCode": "OKPO",
    "uscCode": "USCC",
    "leiCode": "LEI",
    "dunsCode": "DUNS",
    "swiftBic": "BIC",
    "bikCode": "BIK",
    "ticker": "TICKER",
    "isinCode": "ISIN",
    "imoNumber": "IMO",
    "mmsi": "MMSI",
    "serialNumber": "MSN",
    "passportNumber": "PASSPORT",
    "idNumber": "NATIONAL_ID",
    "socialSecurityNumber": "NATIONAL_ID",
    "taxNumber": "TAX",
    "vatCode": "TAX",
    "registrationNumber": "REG",
    "wikidataId": "WIKIDATA",
}
"""Property to the scheme of the numbers it holds; of two properties of one scheme the usual one comes first."""

COUNTRIES = ("nationality", "citizenship", "country", "jurisdiction", "mainCountry", "flag")
"""Properties that hold countries."""

CONTACTS: Mapping[str, str] = {"phone": "phone", "email": "email", "website": "web"}
"""Property to the kind of contact."""

ENDS: Mapping[str, tuple[str, str]] = {
    "Ownership": ("owner", "asset"),
    "Directorship": ("director", "organization"),
    "Family": ("person", "relative"),
    "Associate": ("person", "associate"),
    "Representation": ("agent", "client"),
    "Succession": ("predecessor", "successor"),
    "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"),
    "UnknownLink": ("subject", "object"),
}
"""Schema of a link to the properties of its two ends, in the order in which the model draws them."""
