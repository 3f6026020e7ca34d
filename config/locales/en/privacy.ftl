# /privacy: what is kept of a member, and what becomes of it. Also what is said while a whole server is erased.

server-leaving = Everything this bot kept of this server is being erased right now. Please wait a minute, then try again.
server-without-key = This bot still holds rows of this server that it can't open: their key is gone. Please ask whoever hosts the bot to erase the server (`common-ground erase-server`); then you can set it up again.
