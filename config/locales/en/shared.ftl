# Words that every part of the bot uses. Plain, warm, honest, short.

unexpected = Something went wrong on our side. Nothing you did was wrong. Please try again in a moment. If it happens again, tell whoever runs this bot the reference **{ $reference }**. It says nothing about you.
form-too-late = That took longer than Discord waits for. Please press the button once more.
button-outdated = This button belongs to an older message and no longer does anything. Please use the newest message, or type the command again.
command-outdated = This command has changed since your Discord last looked, or something you chose in it is no longer there. Please type it again. If it is not offered, restart Discord.
only-in-a-server = Please use this in your group's server, not in a direct message.
elsewhere = I cannot open this in a direct message: it may belong to a server that another part of this bot looks after. Nothing was lost. Please go to your group's server and type **/moderate cases** there: it shows what waits for you, and everything can be done from it. If you look after several groups, look in each.
elsewhere-go = Go to the server
only-facilitators = This is for facilitators: people with the role <@&{ $role }>.
only-moderators = This is for moderators: people with the role <@&{ $role }>.
only-staff = This is for moderators and facilitators: people with the role <@&{ $moderators }> or <@&{ $facilitators }>.
only-administrators = This is for administrators: people who may *Manage Server*.
setup-needed = This group is not set up yet. Someone who may *Manage Server* can do it with **/setup start**.

cannot-reach-missing = The channel, message or person this needs is no longer there. Nothing was lost. Someone who may *Manage Server* can choose another with **/setup show**.
cannot-reach-forbidden = Discord does not let me do that here: I lack a permission. Nothing was lost. **/setup check** says which permission and where.
cannot-reach-discord-down = Discord did not answer just now. Nothing was lost. Please try again in a minute.
store-lost = The database did not answer as it should, so I cannot tell whether that was saved. Please do the same again in a minute: nothing counts twice. If it goes on, tell whoever runs this bot the reference **{ $reference }**. It says nothing about you.
store-trouble = I could not save that just now, so nothing was changed. Please try again in a minute. If it goes on, tell whoever runs this bot the reference **{ $reference }**. It says nothing about you.
facilitate-description = For facilitators: the agreement, check-ins, and what to learn from them
moderate-description = For moderators: concerns

words-back = **What you wrote is below,** for your eyes only, so that you can copy it.
