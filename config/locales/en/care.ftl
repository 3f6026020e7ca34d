# /setup check, /setup erase, *Mend it*, what the staff is told of channels and roles, and the first words in a new server.

setup-check-description = Is everything in place? Every channel, role and permission, and what to do
setup-erase-description = Erase everything of this group, after a week in which it can be called off

erase-name-wrong = That is not the name of this server. To be sure, I need it exactly: **{ $name }**. Nothing was changed.
erase-announced = It is announced already: everything is erased on <t:{ $when }:F>. It can be called off with **/setup show**.
