// Added to the script of simcord's preview inside our page: a new message at the end is scrolled to, as in Discord,
// and the preview speaks of itself only when something went wrong.
{
  const list = document.getElementById("channel-message-list");
  const timeline = document.getElementById("channel-timeline");
  let newest = "";
  const follow = () => {
    const last = [...list.querySelectorAll("[data-message-id]")].at(-1)?.dataset.messageId ?? "";
    if (last === newest) return;
    newest = last;
    for (const wait of [0, 100, 400]) setTimeout(() => timeline.scrollTo(0, timeline.scrollHeight), wait);
  };
  new MutationObserver(follow).observe(list, { childList: true });

  const status = document.getElementById("action-status");
  const problem = /not completed|uncertain|interrupted|ended|unavailable/;
  const judge = () => status.toggleAttribute("data-problem", problem.test(status.textContent));
  new MutationObserver(judge).observe(status, { childList: true, characterData: true, subtree: true });
}
