"""What came out of a session: the page of results, the ballots as files, and the report."""
