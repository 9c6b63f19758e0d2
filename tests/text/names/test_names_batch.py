import numpy as np

from enduse.text.names import NameTable, index_keys, prepare, score_many, score_prepared

LIST = ["Zorvex Machinery LLC", "ООО Белмаран", "北京博瑞通科技有限公司", "Plant 412", "Anhelm Trading", "Zorveks"]


def test_the_best_candidates_get_their_full_scores() -> None:
    names = [prepare(it) for it in LIST]
    query = prepare("Зорвекс Машинери")
    found = score_many(query, names)
    assert int(np.argmax(found)) == 0
    assert np.isclose(found[0], score_prepared(query, names[0]))


def test_a_name_in_another_script_is_found_in_a_table() -> None:
    table = NameTable([prepare(it) for it in LIST])
    assert int(np.argmax(table.scores(prepare("Beijing Boruitong Technology")))) == 2
    assert int(np.argmax(table.scores(prepare("Belmaran")))) == 1


def test_strangers_get_nothing() -> None:
    assert score_many(prepare("Wolkenstein Optik"), [prepare(it) for it in LIST]).max() < 0.3


def test_an_empty_list_and_an_empty_name_are_answered() -> None:
    assert len(score_many(prepare("Zorvex"), [])) == 0
    assert score_many(prepare(""), [prepare("Zorvex"), prepare("")]).tolist() == [0.0, 0.0]


def test_two_spellings_share_weighty_keys() -> None:
    shared = {it.text for it in index_keys(prepare("ООО Зорвекс"))} & {it.text for it in index_keys(prepare("Zorveks"))}
    assert any(it.startswith("s") for it in shared)


def test_a_general_word_is_a_light_key() -> None:
    keys = {it.text: it.weight for it in index_keys(prepare("Zorvex Technology"))}
    assert keys["ctechnology"] < keys["szorveks"]


def test_the_keys_of_a_joined_name_meet_those_of_its_parts() -> None:
    apart = {it.text for it in index_keys(prepare("Zor Velden"))}
    assert apart & {it.text for it in index_keys(prepare("Zorvelden"))}
