"""Does any parser of ours fail on what nobody would send? Each door of the house, what goes in, and what must hold whatever goes in."""
