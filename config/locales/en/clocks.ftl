# What is sent unasked about concerns: the same bytes for everybody. Nothing here may say anything about a concern.

clock-reminder = **Please look at your concerns.** Something in your list waits for you. This message says nothing more, on purpose, and is the same whatever it is.
clock-mine = Show my concerns
clock-note-waits = You have a note waiting.
clock-channel-fails = I cannot post in your group's moderators' channel: it is gone, or I lack a permission there. Nothing is lost. Until it is mended, cards come by direct message to those who take concerns. Someone who may *Manage Server* sees in **/setup check** what to mend.
