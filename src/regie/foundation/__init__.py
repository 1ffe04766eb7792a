"""What everything rests on: who, where, under which rights, in which cycle."""
