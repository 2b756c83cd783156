"""Labels of the pages of catalogues."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.text import Text

CATALOGS: Mapping[str, Text] = {
    "nav_catalogs": Text(en="Catalogues", fr="Catalogues"),
    "catalogs_title": Text(en="Catalogues", fr="Catalogues"),
    "catalogs_lede": Text(
        en="Have a whole portal, an organisation, or a list of addresses assessed: who does what well, what to correct first, what a town still has to publish.",
        fr="Faites évaluer tout un portail, une organisation ou une liste d’adresses : qui réussit quoi, que corriger en premier, que reste-t-il à publier dans une commune.",
    ),
    "catalog_add": Text(en="Add a catalogue", fr="Ajouter un catalogue"),
    "catalog_url": Text(en="Address of the catalogue", fr="Adresse du catalogue"),
    "catalog_url_hint": Text(
        en="The portal’s home page, an organisation’s page, or a file (data.json, DCAT, CSV with a column of addresses).",
        fr="L’accueil du portail, la page d’une organisation, ou un fichier (data.json, DCAT, CSV avec une colonne d’adresses).",
    ),
    "catalog_submit": Text(en="Add and assess", fr="Ajouter et évaluer"),
    "catalogs_known": Text(en="Catalogues followed here", fr="Catalogues suivis ici"),
    "catalogs_caption": Text(en="Newest first.", fr="Les plus récents d’abord."),
    "catalogs_none": Text(en="None yet.", fr="Aucun pour l’instant."),
    "catalogs_more": Text(en="Earlier ones", fr="Les précédents"),
    "catalog_kind": Text(en="Kind", fr="Type"),
    "catalog_name": Text(en="Catalogue", fr="Catalogue"),
    "catalog_seen": Text(en="Last listed on", fr="Lu en dernier le"),
    "catalog_never": Text(en="not yet", fr="pas encore"),
    "catalog_of": Text(en="Catalogue", fr="Catalogue"),
    "catalog_dropped": Text(en="a dropped list", fr="une liste déposée"),
    "catalog_counts": Text(
        en="Datasets: {datasets}. Graded: {graded}.",
        fr="Jeux de données : {datasets}. Notés : {graded}.",
    ),
    "catalog_median": Text(en="Median score", fr="Score médian"),
    "catalog_no_grade": Text(en="Nothing has been graded yet.", fr="Rien n’a encore été noté."),
    "catalog_grades_name": Text(
        en="Grades: A {a}, B {b}, C {c}, D {d}, E {e}, not graded {none}",
        fr="Notes : A {a}, B {b}, C {c}, D {d}, E {e}, non notés {none}",
    ),
    "catalog_grades": Text(en="Grades", fr="Notes"),
    "trend_3": Text(en="since three months ago", fr="depuis trois mois"),
    "trend_12": Text(en="since a year ago", fr="depuis un an"),
    "trend_points": Text(en="{change} points", fr="{change} points"),
    "trend_none": Text(
        en="No trend yet: it needs figures of earlier months.",
        fr="Pas encore de tendance : il faut des chiffres des mois précédents.",
    ),
    "catalog_run": Text(en="Assessment under way", fr="Évaluation en cours"),
    "catalog_runs": Text(en="Runs", fr="Passages"),
    "catalog_runs_caption": Text(
        en="Each run lists the catalogue, then assesses what is due.",
        fr="Chaque passage lit le catalogue, puis évalue ce qui doit l’être.",
    ),
    "run_began": Text(en="Begun on", fr="Commencé le"),
    "run_state": Text(en="State", fr="État"),
    "run_policy": Text(en="Which datasets", fr="Quels jeux de données"),
    "run_listed": Text(en="Listed", fr="Lus"),
    "run_ordered": Text(en="To assess", fr="À évaluer"),
    "run_done": Text(en="Assessed", fr="Évalués"),
    "run_failed": Text(en="Failed", fr="En échec"),
    "run_troubles": Text(en="Unusable entries or pages", fr="Entrées ou pages inutilisables"),
    "run_counts": Text(
        en="Listed: {seen}. To assess: {ordered}. Done: {done}. Failed: {failed}.",
        fr="Lus : {seen}. À évaluer : {ordered}. Faits : {done}. En échec : {failed}.",
    ),
    "run_retry": Text(en="The portal is asked again on", fr="Le portail sera relancé le"),
    "run_refresh": Text(en="Refresh", fr="Actualiser"),
    "run_cancel": Text(en="Cancel this run", fr="Annuler ce passage"),
    "run_start": Text(en="Begin a run", fr="Lancer un passage"),
    "run_nothing": Text(
        en="This catalogue has not been listed yet: begin a run.",
        fr="Ce catalogue n’a pas encore été lu : lancez un passage.",
    ),
    "policy_due": Text(en="those that are due", fr="ceux qui doivent l’être"),
    "policy_changed": Text(en="those described anew", fr="ceux dont la fiche a changé"),
    "policy_failed": Text(en="those without a current grade", fr="ceux sans note à jour"),
    "policy_all": Text(en="all", fr="tous"),
    "trouble_caption": Text(
        en="What could not be used; the rest was assessed all the same.",
        fr="Ce qui n’a pas pu servir ; le reste a été évalué malgré tout.",
    ),
    "trouble_where": Text(en="Entry or page", fr="Entrée ou page"),
    "trouble_why": Text(en="Why", fr="Pourquoi"),
    "organisations": Text(en="Organisations", fr="Organisations"),
    "organisations_caption": Text(
        en="The largest first; {shown} of {total}.",
        fr="Les plus grandes d’abord ; {shown} sur {total}.",
    ),
    "organisation": Text(en="Organisation", fr="Organisation"),
    "no_organisation": Text(en="Without an organisation", fr="Sans organisation"),
    "datasets_count": Text(en="Datasets", fr="Jeux de données"),
    "socle": Text(en="Socle commun", fr="Socle commun"),
    "socle_share": Text(en="{published} of {all}", fr="{published} sur {all}"),
    "socle_title": Text(
        en="Socle commun des données locales", fr="Socle commun des données locales"
    ),
    "socle_lede": Text(
        en="What towns are asked to publish in a common format, and where this organisation stands.",
        fr="Ce que les collectivités sont invitées à publier dans un format commun, et où en est cette organisation.",
    ),
    "socle_caption": Text(
        en="For each format, the best dataset.",
        fr="Pour chaque format, le meilleur jeu de données.",
    ),
    "socle_data": Text(en="Data", fr="Données"),
    "socle_format": Text(en="Format", fr="Format"),
    "socle_age": Text(en="Age", fr="Âge"),
    "socle_peers": Text(en="Published by", fr="Publié par"),
    "socle_missing": Text(en="not published", fr="non publié"),
    "socle_detected": Text(en="recognised by its columns", fr="reconnu à ses colonnes"),
    "socle_declared": Text(en="declared", fr="déclaré"),
    "socle_days": Text(en="{days} d", fr="{days} j"),
    "socle_peer_count": Text(en="organisations: {count}", fr="organisations : {count}"),
    "socle_start": Text(en="Where to start", fr="Par où commencer"),
    "catalog_fixes": Text(en="Fixes that pay most", fr="Corrections les plus utiles"),
    "catalog_fixes_none": Text(
        en="Nothing to fix is known yet.", fr="Aucune correction connue pour l’instant."
    ),
    "catalog_fix_gain": Text(
        en="{gain} points over {datasets}",
        fr="{gain} points sur {datasets}",
    ),
    "catalog_fix_unknown": Text(
        en="{datasets}; the gain is known once it is done",
        fr="{datasets} ; gain connu une fois la correction faite",
    ),
    "datasets_one": Text(en="{count} dataset", fr="{count} jeu de données"),
    "datasets_many": Text(en="{count} datasets", fr="{count} jeux de données"),
    "catalog_themes": Text(en="Themes", fr="Thèmes"),
    "catalog_formats": Text(en="Formats", fr="Formats"),
    "groups_caption": Text(
        en="The largest first; a dataset with two of them counts in both.",
        fr="Les plus grands d’abord ; un jeu de données qui en a deux compte dans les deux.",
    ),
    "group_name": Text(en="Name", fr="Nom"),
    "catalog_datasets": Text(en="Datasets", fr="Jeux de données"),
    "catalog_datasets_none": Text(en="None.", fr="Aucun."),
    "catalog_next": Text(en="Next ones", fr="Suivants"),
    "catalog_exports": Text(en="Take it away", fr="Emporter les résultats"),
    "catalog_badge": Text(en="Badge of this catalogue", fr="Badge de ce catalogue"),
    "catalog_stale": Text(en="earlier grade", fr="note antérieure"),
    "catalog_back": Text(en="The whole catalogue", fr="Tout le catalogue"),
}
