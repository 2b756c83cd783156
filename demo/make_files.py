"""Write the demo's two files: one as it should be, one as towns really export them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

HERE = Path(__file__).parent / "files"
HEADER = [
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "dispositifAide",
]
TOWN = "Commune de Val-Fleuri"
CLUBS = (
    ("Amicale laïque du Val", "Fête des écoles", 1200),
    ("Club de judo fleurinois", "Achat de tatamis", 2450.5),
    ("Les Amis du marché", "Animation du marché de Noël", 900),
    ("Harmonie municipale", "Instruments à vent", 3800),
    ("Théâtre de la Rivière", "Résidence d’artistes", 15000),
    ("Jardins partagés du Moulin", "Récupérateurs d’eau", 640),
    ("Foyer rural", "Chauffage de la salle", 5200),
    ("Association des parents d’élèves", "Classe de découverte", 4100),
    ("Secours du Val", "Aide alimentaire", 8000),
    ("Vélo pour tous", "Atelier de réparation", 1750.75),
    ("Ciné-club du canton", "Projection en plein air", 1100),
    ("Comité des fêtes", "Bal du 14 juillet", 2300),
)


def checked(stem: str) -> str:
    """Add the check digit (Luhn) that SIREN and SIRET numbers end with."""
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(stem))]
    return stem + str(-sum(sum(divmod(n, 10)) for n in doubled) % 10)


def siret(number: int) -> str:
    """Give a made-up SIRET whose check digits are right."""
    return checked(checked(f"{number:08d}") + "0001")


def rows() -> list[list[str]]:
    """Give the good rows."""
    mine = siret(21_990_012)
    table = []
    for number, (club, purpose, amount) in enumerate(CLUBS * 2):
        month, day = 1 + number % 9, 3 + number
        table.append(
            [
                TOWN, mine, f"2026-{month:02d}-{day:02d}", f"2026-{month:02d}-{number + 1:03d}", club,
                siret(81_234_560 + number % len(CLUBS)), f"W{999_000_000 + number % len(CLUBS)}",
                purpose, f"{amount:g}", "aide en numéraire", "unique", f"2026-{month + 1:02d}-{day:02d}",
                f"{100 + number:05d}", "non", "1", "Soutien à la vie associative",
            ]
        )  # fmt: skip
    return table


def spoilt(row: list[str], number: int) -> list[str]:
    """Do to a good row what a spreadsheet and a hurried export do."""
    row = list(row)
    year, month, day = row[2].split("-")
    row[2] = f"{day}/{month}/{year}"
    row[8] = row[8].replace(".", ",") + (",00" if "." not in row[8] else "")
    row[5] = f"{int(row[5]):.5E}".replace(".", ",").replace("E+", "E+") if number % 2 else row[5]
    row[9] = "Numéraire" if number % 3 == 0 else row[9]
    row[13] = "Non"
    row[10] = "" if number % 4 == 0 else row[10]
    return row


def text(header: list[str], table: list[list[str]], delimiter: str) -> str:
    """Write a table as CSV text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows([header, *table])
    return out.getvalue()


def main() -> None:
    """Write both files."""
    HERE.mkdir(exist_ok=True)
    good = rows()
    (HERE / "subventions-2026.csv").write_bytes(text(HEADER, good, ",").encode())
    header = [
        {"nomBeneficiaire": "Nom bénéficiaire", "montant": " Montant"}.get(h, h) for h in HEADER
    ]
    bad = [spoilt(row, number) for number, row in enumerate(good)]
    bad[7] = [""] * len(HEADER)
    bad[12] = bad[11]
    title = [["Subventions versées par la commune"] + [""] * (len(HEADER) - 1)]
    content = text(title[0], [header, *bad], ";")
    (HERE / "subventions-a-corriger.csv").write_bytes(content.replace("’", "'").encode("cp1252"))


if __name__ == "__main__":
    main()
