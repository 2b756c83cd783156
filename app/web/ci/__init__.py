"""Reports for machines that gate a publication: JUnit and SARIF."""
