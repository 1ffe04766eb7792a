"""The pages of registrations: the wizard for one file, and the desk around it."""
