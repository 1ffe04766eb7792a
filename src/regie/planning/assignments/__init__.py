"""The assignment a cycle begins with: what college or council asked, when, and who leads."""
