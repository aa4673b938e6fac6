// Says in a sentence why the interface does not start. Plain ES5: it must run where nothing else does.
(function () {
  'use strict';
  function say(pt, en) {
    if (document.querySelector('.sorry') || (document.body && document.body.getAttribute('data-started'))) {
      return;
    }
    var box = document.createElement('p');
    box.className = 'sorry';
    box.setAttribute('role', 'alert');
    box.appendChild(document.createTextNode(pt));
    box.appendChild(document.createElement('br'));
    box.appendChild(document.createTextNode(en));
    document.body.appendChild(box);
  }
  function old() {
    say('Este navegador é antigo demais para o Bipe. Atualize o Android System WebView ou o Chrome (versão 75 ou mais nova) e recarregue.',
      'This browser is too old for Bipe. Update Android System WebView or Chrome (version 75 or newer), then reload.');
  }
  function broken() {
    say('O Bipe não iniciou. Confira a rede e recarregue a página. Se continuar, chame a supervisão.',
      'Bipe did not start. Check the network and reload the page. If it goes on, call a supervisor.');
  }
  function able() {
    // A module of 42 bytes that uses what the interface is built with: sign extension and bulk memory.
    var bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1, 10, 17, 1, 15, 0,
      65, 0, 65, 0, 65, 0, 252, 11, 0, 65, 0, 192, 26, 11];
    return typeof WebAssembly === 'object' && typeof Promise === 'function' && 'noModule' in document.createElement('script') &&
      WebAssembly.validate(new Uint8Array(bytes));
  }
  window.addEventListener('load', function () {
    var fine = false;
    try { fine = able(); } catch (error) { fine = false; }
    if (!fine) { old(); } else { setTimeout(broken, 20000); }
  });
  // The floor opens without the network; for that a browser wants HTTPS, or the machine itself.
  if ('serviceWorker' in navigator && window.isSecureContext && !/^\/(desk|setup)/.test(location.pathname)) {
    navigator.serviceWorker.register('/service-worker.js')['catch'](function () {});
  }
  window.addEventListener('error', function (event) {
    if (event.target && event.target.tagName === 'SCRIPT' && document.body) { broken(); }
  }, true);
}());
