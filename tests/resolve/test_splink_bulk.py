"""Pairs by Splink: the same parties as by our own comparison, nearly."""

import gc
import os
import shutil
import sys

import pytest

from enduse.errors import UsageError
from enduse.resolve.judgements import Judgements
from enduse.resolve.matching import likenesses, match
from enduse.resolve.profiles import Profile, profiles_of
from enduse.resolve.splink_bulk import COLUMNS, SplinkFinder, finder_of, normalised

ROOTS = ("норвент", "ладустр", "борритон", "кемитан", "тирвас", "солван", "урговит", "дениграв", "петанков", "шумерол")
LATIN = ("norvent", "ladustr", "borriton", "kemitan", "tirvas", "solvan", "urgovit", "denigrav", "petankov", "shumerol")
GENERAL = (("станкосервис", "stankoservis"), ("электроника", "elektronika"), ("импорт", "import"))


def parties() -> list[Profile]:
    """Each company under a number in Cyrillic, and under its name in Latin letters."""
    made = []
    for at, (root, latin) in enumerate(zip(ROOTS, LATIN, strict=True)):
        for number, (general, same) in enumerate(GENERAL):
            key = 10 * at + number
            if (at + number) % 2:
                continue
            own = Profile(f"inn:{key:010}", (f"ООО «{root}стан {general}»",), frozenset({"RU"}), 5)
            other = Profile(f"name:RU:{key}", (f"{latin}stan {same} LLC".upper(),), frozenset({"RU"}), 2)
            made += [own, other]
    return [*made, Profile("name:RU:tech", ("Tekhnologiya LLC",), frozenset({"RU"}), 1)]


def test_columns_are_the_same_in_two_scripts() -> None:
    rows = normalised(profiles_of(parties()[:2])).to_pylist()

    assert {it: rows[0][it] for it in COLUMNS} == {it: rows[1][it] for it in COLUMNS}
    assert rows[0]["word"]


def test_a_name_without_rare_words_has_no_word() -> None:
    (row,) = normalised(profiles_of(parties()[-1:])).to_pylist()

    assert (row["word"], row["general"]) == (None, "technology")


@pytest.mark.slow
def test_splink_joins_what_we_join() -> None:
    pytest.importorskip("splink", reason="the extra enduse[er] is not installed")
    profiles = profiles_of(parties())

    own, bulk = (match(profiles, Judgements(), finder) for finder in (likenesses, SplinkFinder()))

    ours, theirs = ({(it.left, it.right) for it in found.joined} for found in (own, bulk))
    assert len(ours) == 15
    assert len(ours ^ theirs) <= 2


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
@pytest.mark.filterwarnings("ignore:Exception ignored.*socket:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_splink_on_spark_gives_the_same_pairs() -> None:
    pytest.importorskip("splink", reason="the extra enduse[er] is not installed")
    sql = pytest.importorskip("pyspark.sql", reason="the extra enduse[spark] is not installed")
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        pytest.skip("Spark needs Java, and there is none; on Debian: apt-get install openjdk-17-jre-headless")
    profiles = profiles_of(parties())

    try:
        here, there = (
            {(it.left, it.right): it.found.score for it in SplinkFinder(master)(profiles)}
            for master in ("", "local[2]")
        )
    finally:
        if session := sql.SparkSession.getActiveSession():
            session.stop()
        # Now, while the warnings about its sockets are known, and not in somebody else's test.
        del session
        gc.collect()

    assert there.keys() == here.keys()
    assert there == pytest.approx(here, abs=1e-6)


@pytest.mark.parametrize("parties", [[], [Profile("name::a", ("Solvanek",), frozenset(), 1)]])
def test_nothing_to_compare_gives_no_pair(parties: list[Profile]) -> None:
    assert list(SplinkFinder()(profiles_of(parties))) == []


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        finder_of("magic")

    assert caught.value.code == "E-ER"


def test_splink_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)

    with pytest.raises(UsageError) as caught:
        finder_of("splink")

    assert caught.value.code == "E-NO-SPLINK"


def test_a_master_goes_to_spark() -> None:
    pytest.importorskip("splink", reason="the extra enduse[er] is not installed")

    assert finder_of("splink:local[2]") == SplinkFinder("local[2]")
