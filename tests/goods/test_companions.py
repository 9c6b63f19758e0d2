"""Several machines in one text."""

from enduse.goods.reading import read_goods


def marks(text: str) -> list[tuple[str, list[object]]]:
    goods = read_goods(text)
    return [(name, [fact.value for fact in goods.every(name)]) for name in ("brand", "model")]


def test_two_brands_with_their_models_are_both_read_the_first_one_first() -> None:
    found = marks("станок токарный HAAS VF-2 и MAZAK QT-200")
    assert found == [("brand", ["Haas", "Mazak"]), ("model", ["VF-2", "QT-200"])]


def test_listed_models_of_one_brand_are_all_read() -> None:
    found = marks("Haas VF-2, VF-4 and ST-20 machining centres")
    assert found == [("brand", ["Haas"] * 3), ("model", ["VF-2", "VF-4", "ST-20"])]


def test_the_machine_that_the_goods_are_for_is_no_further_one() -> None:
    assert marks("lathe TAKISAWA LA-200 for HAAS VF-2") == [("brand", ["Takisawa"]), ("model", ["LA-200"])]


def test_the_make_of_the_control_or_of_a_bearing_is_no_further_machine() -> None:
    assert marks("CNC lathe MAZAK QT-200, FANUC 0i-TF")[0] == ("brand", ["Mazak"])
    assert marks("lathe MAZAK QT-200, bearings NSK 7014")[0] == ("brand", ["Mazak"])


def test_a_serial_number_behind_a_comma_is_no_further_model() -> None:
    assert marks("lathe HAAS ST-20, s/n ST-3012345")[1] == ("model", ["ST-20"])
