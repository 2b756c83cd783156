"""The validation API of Validata 0.13, spoken by this service: same requests, same answers.

Written from its observed behaviour (reports of real files, docs/validata.md), not from its code.
Sentences are in French only, as there.
"""
