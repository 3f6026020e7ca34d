# /facilitate card: a short card on ethics to learn from. The cards are in config/content/en/cards.toml.

facilitate-card-description = A short card on the ethics of peer support, with a question to think about

card = ### { $title }
card-question = **To think about:** { $question }
card-source = -# Source: { $source }
card-goes-with = -# It goes with “{ $name }”, the line with the most room to grow in your last results.
card-button-another = Another card
card-button-write = Write about it
