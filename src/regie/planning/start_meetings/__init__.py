"""The start meeting with partners: who comes, what they see, what they would put first."""
