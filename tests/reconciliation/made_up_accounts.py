"""A small builder of accounts and documents for these tests."""

from whomet.model import Account, Claim, Document, Property

LISTS = {"parties": Property.PARTY, "mediators": Property.MEDIATOR, "topics": Property.TOPIC}


def account(id, *, people=(), denials=(), main=True, **values):
    """An account "document#n"; `people` are (name, party) or (name, party, role), other keywords are claims."""
    claims = []
    for key, value in values.items():
        if key in LISTS:
            claims += [Claim(LISTS[key], v) for v in value]
        elif value:
            claims.append(Claim(Property(key), value))
    for n, (name, party, *role) in enumerate(people):
        claims.append(Claim(Property.PERSON_NAME, name, part=n))
        claims += [Claim(Property.PERSON_PARTY, party, part=n)] if party else []
        claims += [Claim(Property.PERSON_ROLE, role[0], part=n)] if role else []
    claims += [Claim(Property.DENIAL_TEXT, text, part=n) for n, text in enumerate(denials)]
    return Account(id, id.split("#")[0], main, 1.0, tuple(claims))


def document(key, published="", publisher="", text=""):
    return Document(
        key=key,
        id=key,
        text=text,
        source=f"{key}.txt",
        original="",
        extractor="made up",
        published=Claim(Property.PUBLISHED, published) if published else None,
        publisher=Claim(Property.PUBLISHER, publisher) if publisher else None,
    )


def documents(**published):
    """Documents by key with their days of publication."""
    return {key: document(key, day, f"The {key.title()} Post") for key, day in published.items()}


NORLAND_SURIA = {"parties": ("Norland", "Suria"), "status": "held", "format": "in-person"}
LEADERS = (("Anna Molin", "Norland", "president"), ("Karim al-Zahrawi", "Suria", "foreign minister"))
