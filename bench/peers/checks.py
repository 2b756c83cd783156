"""The checks of bench/engine.py's schema as plain data, for peers that know no Table Schema.

Approximate, as hand-written suites are: no structure, no exact types, no spelling of numbers.
"""

from __future__ import annotations

REQUIRED = ["nomAttribuant", "idAttribuant", "dateConvention", "nomBeneficiaire", "objet"]
REQUIRED += ["montant", "nature"]
PATTERNS = {
    "idAttribuant": r"^\d{14}$",
    "idBeneficiaire": r"^\d{14}$",
    "rnaBeneficiaire": r"^(W\d{9}|[0-9]{9})$",
    "datesPeriodeVersement": r"^\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?$",
    "dateConvention": r"^\d{4}-\d{2}-\d{2}$",
    "montant": r"^[+]?\d+(\.\d+)?([eE]\d+)?$",
    "idRAE": r"^[+]?\d+$",
    "pourcentageSubvention": r"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$",
}
MEMBERS = {
    "nature": ["aide en numéraire", "aide en nature"],
    "conditionsVersement": ["unique", "échelonné", "autre"],
    "notificationUE": ["oui", "non"],
}
LENGTHS = {"referenceDecision": (0, 40), "nomBeneficiaire": (0, 100), "objet": (3, 1_000_000)}
BOUNDS = {"montant": (0.0, None), "pourcentageSubvention": (None, 1.0), "idRAE": (1.0, None)}
UNIQUE = "idRAE"
