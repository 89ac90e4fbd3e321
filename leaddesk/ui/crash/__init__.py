"""What happens when the program itself fails: it is written down without anybody's data, and told in words.

``running`` marks that the program runs, ``endings`` tells at the next start how a run ended; ``places`` says where an
error happened without saying with what; ``logs`` writes files that may be given away; ``hooks`` catches what nobody
caught; ``watchdog`` notices a window that stands still; ``story`` words it; ``handling`` puts them together.
"""
