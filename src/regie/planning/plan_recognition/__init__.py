"""What the text of an existing plan is: the part of a plan each heading stands for, objectives."""
