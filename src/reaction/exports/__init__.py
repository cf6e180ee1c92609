"""Posts written for other tools: ConvoKit, CooRTweet, coordination-network-toolkit.

The files contain what the posts contain, ids and names of accounts included. People in the data are people: give
such files to nobody who could not have the posts themselves.

They are made for programs, which need texts and ids exactly as they are, so cells that a spreadsheet would take
for a formula are not marked. Don't open the CSV files in one; tables for people are written by
:func:`reaction.hostile.csv_text`.
"""

from __future__ import annotations

from reaction.exports.convokit import to_convokit
from reaction.exports.coordination import to_coordination_toolkit, to_coortweet

__all__ = ["to_convokit", "to_coordination_toolkit", "to_coortweet"]
