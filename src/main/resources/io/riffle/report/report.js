'use strict';
// The page says everything without this script; it only spares clicks.
(function () {
  var cells = Array.prototype.slice.call(document.querySelectorAll('details.cell'));

  function openTarget() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (target && target.tagName === 'DETAILS') {
      target.open = true;
      target.querySelector('summary').focus({ preventScroll: true });
      target.scrollIntoView({ block: 'start' });
    }
  }
  window.addEventListener('hashchange', openTarget);
  document.addEventListener('click', function (event) {
    var link = event.target.closest('a[href^="#"]');
    // A second click on the same link changes no hash, yet should open the cell again.
    if (link && link.getAttribute('href') === location.hash) {
      openTarget();
    }
  });
  openTarget();

  function select(code) {
    var range = document.createRange();
    range.selectNodeContents(code);
    var selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
  document.querySelectorAll('.copyable').forEach(function (box) {
    var code = box.querySelector('code');
    var button = box.querySelector('button');
    button.hidden = false;
    button.addEventListener('click', function () {
      function done() {
        button.textContent = 'Copied';
        setTimeout(function () { button.textContent = 'Copy'; }, 1500);
      }
      function byHand() {
        select(code);
        if (document.execCommand('copy')) {
          done();
        }
      }
      if (navigator.clipboard) {
        navigator.clipboard.writeText(code.textContent).then(done, byHand);
      } else {
        byHand();
      }
    });
  });

  var toggle = document.getElementById('toggle');
  toggle.hidden = cells.length === 0;
  toggle.addEventListener('click', function () {
    var open = toggle.textContent === 'Open all';
    cells.forEach(function (cell) { cell.open = open; });
    toggle.textContent = open ? 'Close all' : 'Open all';
  });
})();
