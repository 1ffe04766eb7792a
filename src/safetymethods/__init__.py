"""Pure calculations for local safety policy. Knows nothing of Django or of the house.

| module | answers |
|---|---|
| `result` | what every result carries: method, version, caveats; what a cell says (`State`) |
| `poisson` | between which values does the mean behind this count lie? |
| `rates` | how often per 1,000, in an area or a group? do two rates differ? |
| `shares` | what share of residents, and how sure is a survey of that size? |
| `series` | twelve-month sums, unfinished periods, parts between breaks |

Every function takes whole arrays, answers a frozen result and names its source. Missing stays
missing: no function here reads a missing number as zero.
"""
