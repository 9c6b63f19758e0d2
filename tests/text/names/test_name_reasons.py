from enduse.text.names import compare_names


def reasons(left: str, right: str, kind: str = "company") -> str:
    return "; ".join(compare_names(left, right, "person" if kind == "person" else "company").reasons)


def test_names_the_rare_word_that_agrees() -> None:
    assert "the rare word 'zorvex' agrees" in reasons("Zorvex Trading", "Zorvex Machinery")


def test_calls_general_words_general() -> None:
    assert "general words agree: science, technology" in reasons(
        "Zorvex Science Technology", "Зорвекс наука технологии"
    )


def test_says_which_place_only_one_names() -> None:
    assert "only one of them names the place 'istanbul'" in reasons("Zorvex Istanbul", "Zorvex")


def test_says_that_numbers_differ() -> None:
    assert reasons("Plant 412", "Plant 413").startswith("the numbers differ: 412 and 413")


def test_says_whose_initials_an_abbreviation_spells() -> None:
    assert "'zbw' spells the initials of" in reasons("ZBW", "Zorvex Belmar Wolken")


def test_says_that_patronymics_differ() -> None:
    assert "the patronymics differ" in reasons("Ivan Petrovich Drozdov", "Ivan Sergeevich Drozdov", "person")


def test_says_when_nothing_is_there() -> None:
    assert reasons("", "Zorvex") == "one of the names has no letters or digits"


def test_is_the_same_sentence_in_both_orders() -> None:
    assert compare_names("Zorvex A", "Belmar B").reasons == compare_names("Belmar B", "Zorvex A").reasons
