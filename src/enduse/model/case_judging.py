"""What people judge in a case: hypotheses and how evidence stands to them, estimates, absences, referrals."""

from dataclasses import dataclass
from typing import ClassVar, Final

from enduse.model.case_facts import Facts, bad_fact, country_code, needed, one_of
from enduse.model.when import When

CONSISTENT, INCONSISTENT, NEUTRAL, NOT_APPLICABLE = VERDICTS = (
    "consistent",
    "inconsistent",
    "neutral",
    "not_applicable",
)
"""How one piece of evidence stands to one hypothesis."""

ANSWERS: Final = ("sent", "received", "answered", "declined", "acted")
"""What became of a referral."""


@dataclass(frozen=True)
class Hypothesis(Facts):
    """An explanation that may hold.

    Attributes:
        text: In words.
        innocent: Is it a lawful one?
    """

    kind: ClassVar[str] = "hypothesis"
    text: str
    innocent: bool = False

    def __post_init__(self) -> None:
        needed("hypothesis", self.text)


@dataclass(frozen=True)
class Weighing(Facts):
    """How one item stands to one hypothesis; the entry refers to the hypothesis.

    Attributes:
        item: Reference: evidence, entry or finding.
        verdict: One of ``VERDICTS``.
        reason: Why; needed.
    """

    kind: ClassVar[str] = "weighing"
    item: str
    verdict: str
    reason: str

    def __post_init__(self) -> None:
        needed("item", self.item)
        one_of("weighing", self.verdict, VERDICTS)
        if not self.reason.strip():
            raise bad_fact("weighing", self.verdict, "say why: --reason")


@dataclass(frozen=True)
class Estimate(Facts):
    """A figure that somebody estimated; shown as an estimate, never added to what is recorded.

    Attributes:
        what: Of what, in words, e.g. share of sales in China.
        value: The figure; of a share from 0 to 1.
        unit: USD, machines, share ...
        source: Who published it.
        method: How it came about, as far as told.
        period: When it is of, as ``When`` reads it.
        bound: ``about``, ``at_least``, ``at_most`` or ``exactly``, as its source words it.
        low: Least, where told.
        high: Greatest, where told.
        market: Country that it is of.
        published: When it was published.
        rests_on: References.
    """

    kind: ClassVar[str] = "estimate"
    what: str
    value: float
    unit: str
    source: str
    method: str = ""
    period: str = ""
    bound: str = "about"
    low: float | None = None
    high: float | None = None
    market: str = ""
    published: str = ""
    rests_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        needed("estimate", self.what)
        one_of("bound", self.bound, ("about", "at_least", "at_most", "exactly"))
        country_code(self.market)
        When.read(self.period)
        When.read(self.published)
        if not self.unit.strip() or not self.source.strip():
            raise bad_fact("estimate", self.what, "it needs its unit and who published it: --unit and --source")
        if self.unit == "share" and not 0 <= self.value <= 1:
            raise bad_fact("share", str(self.value), "write it from 0 to 1, e.g. 0.7 for 70 percent")
        if not (self.value if self.low is None else self.low) <= self.value <= _at_most(self.high, self.value):
            raise bad_fact("estimate", str(self.value), f"it does not lie from {self.low} to {self.high}")


@dataclass(frozen=True)
class Absence(Facts):
    """What was looked for, in how much, and how much of it was seen; the entry's ``about`` is what it is about.

    Attributes:
        looked_for: What.
        reviewed: How many were looked at.
        found: In how many of them it was.
        unit: What they are: images, sites, records.
        sample: Where they come from, and how they were chosen.
        random: Were they drawn at random? Only then does a bound hold for the rest.
        method: How they were looked at.
        on: When, as ``When`` reads it.
        rests_on: References.
    """

    kind: ClassVar[str] = "absence"
    looked_for: str
    reviewed: int
    found: int = 0
    unit: str = "items"
    sample: str = ""
    random: bool = False
    method: str = ""
    on: str = ""
    rests_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        needed("search", self.looked_for)
        When.read(self.on)
        if self.reviewed < 1 or not 0 <= self.found <= self.reviewed:
            raise bad_fact(
                "sample", f"{self.found} of {self.reviewed}", "at least one was reviewed, and no more were found"
            )


@dataclass(frozen=True)
class Referral(Facts):
    """What was handed to an authority, or what came of it: then the entry refers to the first one.

    Attributes:
        to: The authority.
        on: The day, or when it was answered.
        what: What was handed over: references.
        state: One of ``ANSWERS``.
        text: What was asked, or the answer in words.
        country: ISO 3166-1 alpha-2.
        channel: How, e.g. letter, e-mail, portal with its number.
        rests_on: References to the letters.
    """

    kind: ClassVar[str] = "referral"
    to: str
    on: str
    what: tuple[str, ...] = ()
    state: str = "sent"
    text: str = ""
    country: str = ""
    channel: str = ""
    rests_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        needed("recipient", self.to)
        one_of("state", self.state, ANSWERS)
        country_code(self.country)
        if not When.read(self.on).known:
            raise bad_fact("day", self.on, "a referral has its day: --on 2024-03-01")


def _at_most(high: float | None, value: float) -> float:
    return value if high is None else high
