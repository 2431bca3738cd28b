// The page of "serve" loads itself again once another version is shown. What the reader looks
// at is in the address, and stays. A page that nobody looks at keeps no connection: a browser
// has few of them for a server.

let stream = null;
let lost = 0;

function follow() {
  if (document.hidden) {
    if (stream) stream.close();
    stream = null;
    return;
  }
  if (stream) return;
  stream = new EventSource('events');
  stream.addEventListener('open', () => tellLost(false));
  stream.addEventListener('shown', (e) => {
    if (e.data === page.live) return;
    stream.close();
    location.reload();
  });
  stream.addEventListener('error', () => tellLost(true));
}

// tellLost says that the page is no longer live, once that is not for a moment only.
function tellLost(yes) {
  if (yes) {
    lost = lost || setTimeout(() => $('main').prepend(h('p', { id: 'lost', class: 'banner', role: 'status' }, w('live.lost'))), 2000);
    return;
  }
  clearTimeout(lost);
  lost = 0;
  if ($('lost')) $('lost').remove();
}

document.addEventListener('visibilitychange', follow);
addEventListener('pagehide', () => stream && stream.close());
follow();
