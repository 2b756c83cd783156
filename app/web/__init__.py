"""Windows out: the API, badges, pages, and the words that they share."""
