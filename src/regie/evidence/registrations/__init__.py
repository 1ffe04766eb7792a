"""Registraties: registrations of partners, from wizard to counts."""
