"""Names of companies and persons in any script: compared, explained, and made ready for bulk work."""

from enduse.text.names.batch import NameTable, score_many
from enduse.text.names.keys import index_keys
from enduse.text.names.prepared import NameKind, PreparedName, prepare
from enduse.text.names.scoring import MOST, NameMatch, compare_names, compare_prepared, features_of, score_prepared
from enduse.text.names.search_keys import Wanted, wanted

__all__ = [
    "MOST",
    "NameKind",
    "NameMatch",
    "NameTable",
    "PreparedName",
    "Wanted",
    "compare_names",
    "compare_prepared",
    "features_of",
    "index_keys",
    "prepare",
    "score_many",
    "score_prepared",
    "wanted",
]
