from enduse.model.ids import stable_key


def test_a_key_depends_on_every_part_and_on_their_order() -> None:
    keys = {stable_key("a", "b"), stable_key("b", "a"), stable_key("ab"), stable_key("a", "b", "")}
    assert len(keys) == 4


def test_a_key_is_the_same_on_every_machine() -> None:
    # Decisions and notes hang on keys: this value may never change.
    assert stable_key("third_country_transshipment", "INN:1", 7) == stable_key(
        "third_country_transshipment", "INN:1", "7"
    )
    assert stable_key("x") == "2d711642b726b044"
