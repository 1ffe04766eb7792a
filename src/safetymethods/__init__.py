"""Pure calculations for local safety policy. Knows nothing of Django or of the house.

What every method shares:

| module | answers |
|---|---|
| `result` | what every result carries: method, version, caveats; what a cell says (`State`) |
| `series` | twelve-month sums, unfinished periods, parts between breaks |
| `batches`, `repeats`, `roots` | in chunks; equal cells once; where a function is 0 |
| `parts` | large work in parts, on all cores |

How much, and how sure is that?

| module | answers |
|---|---|
| `poisson` | between which values does the mean behind this count lie? |
| `rates` | how often per 1,000, in an area or a group? do two rates differ? |
| `shares` | what share of residents, and how sure is a survey of that size? |
| `margins` | do two estimates with limits of their own differ? |
| `shrinkage` | what is the level of this small area, probably? |
| `rank_intervals` | between which places of a ranking does it lie? |
| `standardisation` | what remains of a difference when the mix is the same? |
| `harm` | how much harm, when serious counts for more? |

Is it different from elsewhere?

| module | answers |
|---|---|
| `negative_binomial`, `dispersion` | how much do counts vary beyond chance? |
| `peers`, `covariates` | which areas are like this one, and what would be normal there? |
| `funnels`, `bands` | is it outside what such areas differ by anyway? |
| `overdispersion`, `phe_funnels` | what would the English methods say? |
| `multiplicity` | which of many answers may be called a finding? |

Has it changed?

| module | answers |
|---|---|
| `changes` | more than chance? outside the normal swing of this type? |
| `trends`, `glm` | how fast does it rise or fall, with a season? |
| `kendall` | does it go up or down at all, without a model? |
| `month_signals`, `predictions` | is this month odd? |
| `farrington` | what would the public health services say? |
| `control_charts` | lines to look at a series with |

Where?

| module | answers |
|---|---|
| `neighbours` | who lies beside whom? |
| `spatial`, `permutation` | where do high values lie together? |
| `concentration` | in a few places or everywhere, and more than by chance? |
| `repeatability` | do the busiest places stay the busiest? |
| `location_quotient` | which type stands out in the mix of an area? |

What next?

| module | answers |
|---|---|
| `detectability` | how large must a change be before it can be seen? |
| `forecasts` | what can come, how likely is a target, how does it stand? |
| `answers` | the same for what a survey asks: how far do answers move beyond their margins? |
| `composite` | one number, its parts, and whether its weights matter |

What comes first?

| module | answers |
|---|---|
| `additive_values` | how much is each candidate worth on all criteria, and what would tip that? |
| `acceptability`, `score_draws` | how sure is that, when weights and scores are not? |
| `approvals` | who is chosen when everyone ticks some, and who is left with nothing? |
| `rankings`, `bradley_terry` | which order do orders and duels make together? |
| `agreement` | do judges agree? |
| `rank_reversal` | does the order depend on who else takes part? |
| `preferences` | what can be wrong with scores, weights and ballots |

All of it?

| module | answers |
|---|---|
| `national` | every method, every area and type of a country, in one go |

Every function takes whole arrays, answers a frozen result and names its source. Missing stays
missing: no function here reads a missing number as zero.
"""
