"""Assessments and the rule book as linked data: DQV over DCAT, in three serialisations."""
