"""The proposal of priorities, beside the advice of the session and the decision of the council."""
