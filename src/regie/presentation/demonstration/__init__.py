"""The running plan of Voorbeeldstad, which the demonstration begins with."""
