"""The running service that these tests ask, and what it was asked before."""

from __future__ import annotations

import pytest

from tests.running import client, service, town

__all__ = ["assessed", "client", "dead", "service", "town", "unwell"]

MESSY = "nom;date;montant\nAsso A;31/12/2025;10\nAsso A;31/12/2025;10\n;2025-01-02;x\n"


@pytest.fixture(scope="session")
def assessed(client, town):
    """One file that the running service has assessed, as its JSON answer."""
    order = {
        "url": town.publish("/subventions 2025.csv".replace(" ", "%20"), MESSY),
        "metadata": {"title": "Subventions", "licence": "etalab-2.0"},
        "expectations": False,
    }
    answer = client.post("/v1/assessments", json=order, headers={"prefer": "wait=60"})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="session")
def dead(client, town):
    """A dead link, assessed."""
    order = {"url": f"http://127.0.0.1:{town.port}/gone.csv", "expectations": False}
    return client.post("/v1/assessments", json=order, headers={"prefer": "wait=60"}).json()


@pytest.fixture(scope="session")
def unwell(client, town):
    """A server that is unwell: no grade at all."""
    order = {"url": town.publish("/ill.csv", "", status=503), "expectations": False}
    return client.post("/v1/assessments", json=order, headers={"prefer": "wait=60"}).json()
