"""Pure models: no I/O, no database, no network. The floor that everything else stands on."""
