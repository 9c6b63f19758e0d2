"""The encoding is found by the letters, and said with its counts."""

import pytest

from enduse.sources.reading.encoding import encoding_of

TEXTS = {
    "windows-1251": "Номер ДТ;Дата;Отправитель\n10/1;01.01.2021;ООО «Вымысел»\nСТАНОК ТОКАРНЫЙ;№ 5;x\n",
    "cp866": "Код;Товар\n1;Станок фрезерный\n",
    "koi8-u": "Код;Товар\n1;Станок фрезерный вертикальный\n",
    "gb18030": "申报日期,商品编码,收货人\n2021-01-01,8458,深圳市虚构贸易有限公司\n",
    "big5": "報單號碼,貨品名稱,買方\n1,數控車床,虛構企業股份有限公司\n",
    "cp949": "신고번호,품명,수출자\n1,선반,가상정밀주식회사\n",
    "cp932": "番号,品名,会社\n1,旋盤,架空精機株式会社\n1,マシニングセンタ,テスト\n",
    "euc-jp": "番号,品名,会社\n1,旋盤,架空精機株式会社\n1,マシニングセンタ,テスト\n",
    "windows-1252": "Pays;Société\n1;Générale Fictive de décolletage, Zürich\n",
    "windows-1254": "Tarih;Gönderici;Ülke\n1;Kurgu Makina San. ve Tic. Ltd. Şti.;TÜRKİYE; ağır işleme merkezi\n",
    "windows-1250": "Země;Zboží\n1;Přesné obráběcí stroje, Łódź\n",
}


@pytest.mark.parametrize("codec", sorted(TEXTS))
def test_a_short_text_is_read_in_its_own_encoding(codec: str) -> None:
    assert encoding_of(TEXTS[codec].encode(codec), 3).codec == codec


@pytest.mark.parametrize("word", ["Станок", "ГЕРМАНИЯ", "Описание товара", "Китай", "Вес нетто, кг"])
@pytest.mark.parametrize("codec", ["windows-1251", "cp866"])
def test_one_russian_word_is_enough(word: str, codec: str) -> None:
    assert encoding_of(f"a,b\n1,{word}\n".encode(codec), 2).codec == codec


@pytest.mark.parametrize("word", ["Köln", "café", "Curaçao", "Côte d'Ivoire", "Señor"])
def test_one_accent_is_no_cyrillic(word: str) -> None:
    assert encoding_of(f"name\n{word}\n".encode("latin-1"), 2).codec == "windows-1252"


def test_the_reason_gives_both_counts() -> None:
    found = encoding_of("Товар\nСтанок\n".encode("cp1251"), 2)
    assert "windows-1251 (0 damaged characters in 2 rows), not as UTF-8 (11)" in found.reason


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_seen_by_its_zeros(codec: str) -> None:
    assert encoding_of("Код;Товар\r\n8458;Станок\r\n".encode(codec), 2).codec == codec


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_byte_order_mark_decides(mark: bytes) -> None:
    assert encoding_of(mark + b"a\0b\0", 1).codec in {"utf-8-sig", "utf-16-le", "utf-16-be"}


def test_ascii_is_utf8() -> None:
    assert encoding_of(b"a,b\n1,2\n", 2).codec == "utf-8"


def test_mostly_utf8_stays_utf8_and_says_so() -> None:
    sample = "Станок\n".encode() * 9 + "Станок\n".encode("cp1251")
    found = encoding_of(sample, 10)
    assert found.codec == "utf-8"
    assert [it.code for it in found.notices] == ["W-ENCODING"]
