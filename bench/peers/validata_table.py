"""validata-table, the French reference validator, on the Table Schema itself, its row limit lifted."""

import sys

from timing import measure


def make(path, encoding):
    import logging

    from validata_core import validate
    from validata_core.domain import validation_features

    logging.disable(logging.WARNING)
    validation_features.VALIDATA_MAX_ROWS = 10**9

    def run():
        report = validate(path, sys.argv[3])
        return len(report.errors)

    return run


measure(make)
