# A picture that goes with a concern: adding it, taking it away, what is shown of it, and why one cannot be taken.
# Labels in forms: at most 45 characters; descriptions: 100; buttons: 80.

concern-image-add = Add a picture
concern-image-replace = Another picture
concern-image-remove = Remove the picture

concern-image-title = Add a picture
concern-image-notice =
    Before you choose it: **Discord receives the picture as it is and may keep it,** with what is written inside it.
    I make a new picture out of what is seen on it, and keep only that. Where and when it was taken, with what, and any other hidden note are left behind, and I do not keep its file name.
    What is *seen* on it stays: names, faces, your own name at the edge of a screenshot.
concern-image-label = Picture
concern-image-hint = PNG, JPEG, WebP or GIF (its first picture), at most 8 MB. It is made smaller if it is large.

concern-image-kept = **The picture above goes with it,** made anew without hidden notes. Whoever reads your concern sees it. Look at its edges: is your own name on it?
concern-image-description = The picture that you added, as those who read your concern will see it.
concern-image-copied = The picture of that message is copied with it.
concern-image-not-copied = The picture of that message could not be copied. You can add one before you send.

# For those who read the concern: nobody is shown it who did not ask for it.

case-image = Look at the picture
case-image-care = **This came with the concern.** Please do not save it or pass it on: it goes when the concern is erased. If it is hard to look at, you need not do so alone.
case-image-description = The picture that came with this concern.
case-image-gone = The picture that came with it is no longer there.

# Why not

concern-image-too-large = This file is larger than { $megabytes } MB, so I cannot take it. A screenshot of it is smaller. Your draft is as it was.
concern-image-no-picture = I can take a PNG, JPEG, WebP or GIF picture. A screenshot of what you want to show always works. Your draft is as it was.
concern-image-too-many-pixels = This picture has more than 25 million pixels, so I cannot take it. A screenshot of it is smaller. Your draft is as it was.
concern-image-too-often = You have sent many pictures in a short time, so this one has to wait, at most an hour. Your draft is as it was, and you can send it without this picture. */support* always works. If it cannot wait, you can turn to: { $contact }
concern-image-unreadable = I could not read this picture. A screenshot of it always works. Your draft is as it was.
