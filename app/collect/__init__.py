"""The collect room: everything that comes in from outside comes in through here."""
