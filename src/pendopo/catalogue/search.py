"""Finding services by what people need, by agency, or by browsing; from memory, with a query only when master data changed.

`finder_of(mall, at).find("bikin KTP ilang")` gives hits, how the question was read, agencies meant and near words;
`.browse(Filters(agency="dukcapil"))` the codes of all that are left, by name.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pendopo.catalogue.models import Service, ServiceStandard
from pendopo.catalogue.questions import LONGEST_QUESTION, Asked, read_question
from pendopo.catalogue.reads import in_force
from pendopo.catalogue.search_index import Entry, Field, Match, SearchIndex
from pendopo.catalogue.words import everyday_words, respelled, words_of
from pendopo.directory.kept import Kept
from pendopo.directory.models import Mall
from pendopo.kernel.clock import business_date

_AGENCIES_MEANT = 3
_NEAR_WORDS = 5
_ALL_OF_IT = 0.99
_MOST_OF_IT = 0.6
_ENOUGH_OF_IT = 0.4


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of services is narrowed down to; empty means all. Codes and stable words, as in the address."""

    agency: str = ""
    category: str = ""
    kind: str = ""
    delivery: str = ""

    def admit(self, entry: Entry) -> bool:
        return (
            self.agency in ("", entry.agency_code)
            and self.category in ("", entry.category)
            and self.kind in ("", entry.kind)
            and (not self.delivery or self.delivery in entry.deliveries)
        )

    def __bool__(self) -> bool:
        return bool(self.agency or self.category or self.kind or self.delivery)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a name; `marked` when it is a word that answered."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A service that answers. `because` says where it was found when the name alone does not show it; empty field: the name."""

    code: str
    name: str
    pieces: tuple[Piece, ...]
    field: Field
    because: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What was typed, "imb", and what was searched instead, "PBG"."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class AgencyMeant:
    code: str
    name: str
    short_name: str
    services: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question. `read_as` is the whole question with typing mistakes mended, empty when there were none.

    Not `certain`: the mall seems not to have what was asked, the hits only touch upon it.
    """

    question: str
    hits: tuple[Hit, ...]
    certain: bool = False
    read_as: str = ""
    understood: tuple[Understood, ...] = ()
    agencies: tuple[AgencyMeant, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter with the number of services that have it."""

    value: str
    label: str
    services: int


class Finder:
    """One mall's services, ready to be searched and browsed. Immutable."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        vocabulary = everyday_words()
        self._index = SearchIndex(entries, vocabulary)
        self.entries = tuple(sorted(self._index.entries, key=lambda entry: (entry.name.lower(), entry.code)))
        self._agencies = SearchIndex(_as_entries(self.entries), vocabulary)
        counted = Counter(entry.agency_code for entry in self.entries)
        shown = {entry.agency_code: entry.agency_short for entry in self.entries}
        self.agencies = tuple(sorted((Choice(code, shown[code], n) for code, n in counted.items()), key=_by_label))
        by_category = Counter(entry.category for entry in self.entries if entry.category)
        self.categories = tuple(sorted((Choice(name, name, n) for name, n in by_category.items()), key=_by_label))
        self.kinds = frozenset(entry.kind for entry in self.entries)
        self.deliveries = frozenset(delivery for entry in self.entries for delivery in entry.deliveries)

    def find(self, question: str, filters: Filters | None = None) -> Found:
        """The services that answer the question, best first; the same question gives the same answer."""
        asked = read_question(question, self._index.lexicon)
        matches = [match for match in self._index.find(asked) if filters is None or filters.admit(match.entry)]
        hits = tuple(_hit(match) for match in matches)
        return Found(
            question=question[:LONGEST_QUESTION].strip(),
            hits=hits,
            certain=self._certain(asked, matches[:1]),
            read_as=_mended(asked),
            understood=tuple(_said_otherwise(asked)),
            agencies=self._agencies_meant(question),
            near=() if hits else self._near(question),
        )

    def best(self, question: str) -> Entry | None:
        """The one service that answers all of the question; None when none does."""
        matches = self._index.find(read_question(question, self._index.lexicon))
        return next((match.entry for match in matches[:1] if match.answered > _ALL_OF_IT and _in_front(match)), None)

    def browse(self, filters: Filters) -> tuple[str, ...]:
        """Codes of the services that are left, by name."""
        return tuple(entry.code for entry in self.entries if filters.admit(entry))

    def _certain(self, asked: list[Asked], best: list[Match]) -> bool:
        """Whether the mall has what was asked: most of it, or all but words that are about no service anywhere."""
        if not best or best[0].field is Field.REQUIREMENT:
            return False
        vocabulary = self._index.lexicon.vocabulary
        missing = any(not word.answers and vocabulary.knows(word.meant) for word in asked)
        return best[0].answered >= (_MOST_OF_IT if missing else _ENOUGH_OF_IT)

    def _agencies_meant(self, question: str) -> tuple[AgencyMeant, ...]:
        asked = read_question(question, self._agencies.lexicon)
        if not asked or any(word.mistyped and len(asked) > 1 for word in asked):
            return ()
        services = {choice.value: choice.services for choice in self.agencies}
        meant = [match.entry for match in self._agencies.find(asked) if match.answered > _ALL_OF_IT]
        if len(meant) > _AGENCIES_MEANT:
            return ()  # "dinas" names all of them, hence none
        return tuple(AgencyMeant(one.code, one.name, one.synonyms[0], services[one.code]) for one in meant)

    def _near(self, question: str) -> tuple[str, ...]:
        """Words of the catalogue's names that look like those of the question."""
        lexicon = self._index.lexicon
        near: dict[str, int] = {}
        for word in words_of(question):
            if len(word) < 3 or word in lexicon.vocabulary.common:
                continue
            for other, mistakes in lexicon.near(word, at_most=max(2, len(word) // 3)):
                if lexicon.telling(other):
                    written = lexicon.written(other)
                    near[written] = min(mistakes, near.get(written, mistakes))
        return tuple(sorted(near, key=lambda word: (near[word], word)))[:_NEAR_WORDS]


_kept: Kept[Finder] = Kept()


def finder_of(mall: Mall, at: datetime) -> Finder:
    """The mall's finder, rebuilt (two queries) when the mall as just read says that its catalogue changed, and each new day,
    since a service standard comes into force on a day."""
    today = business_date(at, mall.time_zone)
    return _kept.of(mall, lambda: Finder(entries_of(mall, today)), today)


def entries_of(mall: Mall, today: date) -> Iterator[Entry]:
    """What the search knows of each service; two queries."""
    standards: dict[UUID, list[ServiceStandard]] = {}
    shown = ServiceStandard.objects.filter(service__mall=mall).only(
        "service_id", "version", "published_on", "product", "requirements"
    )
    for version in shown.order_by("service_id", "version"):
        standards.setdefault(version.service_id, []).append(version)
    services = Service.objects.filter(mall=mall, active=True, agency__active=True).select_related("agency")
    for service in services.order_by("name", "code"):
        standard = in_force(standards.get(service.id, []), today)
        yield Entry(
            code=service.code, name=service.name, agency=service.agency.name, agency_short=service.agency.short_name,
            category=service.category, synonyms=tuple(service.synonyms), summary=service.summary,
            product=standard.product if standard else "", can_do_here=service.can_do_here,
            requirements=tuple(standard.requirements) if standard else (), agency_code=service.agency.code,
            kind=service.kind, deliveries=tuple(service.deliveries),
        )  # fmt: skip


def _as_entries(services: Iterable[Entry]) -> list[Entry]:
    """The agencies that have a service, to be searched by name."""
    agencies = {entry.agency_code: entry for entry in services}
    return [Entry(code=code, name=one.agency, synonyms=(one.agency_short,)) for code, one in sorted(agencies.items())]


def _by_label(choice: Choice) -> tuple[str, str]:
    return (choice.label.lower(), choice.value)


def _in_front(match: Match) -> bool:
    return match.field in (Field.NAME, Field.SYNONYM)


def _hit(match: Match) -> Hit:
    by_name = match.field is Field.NAME
    return Hit(match.entry.code, match.entry.name, tuple(_pieces(match)), match.field, "" if by_name else match.text)


def _pieces(match: Match) -> Iterator[Piece]:
    """The name, cut where a matched word begins and ends."""
    spellings = everyday_words().spellings
    text = ""
    for run in match.entry.name.split(" "):
        marked = any(word.text in match.words for word in respelled(words_of(run), spellings))
        if marked:
            if text:
                yield Piece(text, marked=False)
            yield Piece(run, marked=True)
            text = " "
        else:
            text += f"{run} "
    if text.strip():
        yield Piece(text.rstrip(), marked=False)


def _mended(asked: list[Asked]) -> str:
    if not any(word.mistyped for word in asked):
        return ""
    return " ".join(dict.fromkeys(word.meant if word.mistyped else word.typed for word in asked))


def _said_otherwise(asked: list[Asked]) -> Iterator[Understood]:
    meant: dict[str, list[str]] = {}
    for word in asked:
        if word.said_otherwise:
            meant.setdefault(word.typed, []).append(word.meant)
    yield from (Understood(typed, " ".join(dict.fromkeys(words))) for typed, words in meant.items())
