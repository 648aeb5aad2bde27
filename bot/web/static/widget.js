/*
 * Cap Soutien in a page:
 *
 *   <script src="https://SERVER/webchat/widget.js" data-academie="strasbourg" defer></script>
 *
 * A button opens a panel; on a page with an element #cap-soutien the panel is shown open there instead.
 * data-academie: the académie's id (optional). data-quitter: where « Quitter » leads (about:blank unless given).
 * The session lives in a variable of this file only: no cookie, no storage. No data ever goes through innerHTML.
 */
(() => {
  'use strict';
  const script = document.currentScript;
  if (!script || customElements.get('cap-soutien')) return;

  const BASE = new URL('.', script.src);
  const ACADEMIE = script.dataset.academie || '';
  const MAX = 2000;
  const COUNT_FROM = 1800;
  const PATIENCE = 30000; // ms before an answer that does not come is given up
  const EXIT_PATIENCE = 300; // ms left to the erasure before the page is left
  const NAME = 'Cap Soutien';

  // Same facts as data/academies/national.yml (a test compares them); written here to be shown without the network.
  const NUMBERS = [
    ['3114', 'Numéro national de prévention du suicide', 'idées suicidaires, pour soi ou pour un proche'],
    ['15', 'Samu', 'urgence médicale'],
    ['17', 'Police', 'danger, agression, violences en cours'],
    ['18', 'Pompiers', 'incendie, accident, secours'],
    ['112', 'Numéro d’urgence européen', 'toute urgence'],
    ['114', 'Urgences par SMS', 'personnes sourdes ou qui ne peuvent pas parler'],
    ['3919', 'Violences faites aux femmes', 'femmes victimes de violences, et leur entourage'],
    ['119', 'Enfance en danger', 'enfant en danger ou qui risque de l’être'],
    ['3018', 'Cyberharcèlement', 'harcèlement en ligne'],
  ];
  const EMERGENCY = ['3114', '15', '17', '18', '112', '114'];

  const FALLBACK = {
    401: 'Cette conversation a expiré.',
    403: 'Ce site n’est pas autorisé à utiliser Cap Soutien.',
    413: 'Votre message dépasse 2 000 caractères. Raccourcissez-le, puis renvoyez-le.',
    422: 'Ce choix n’est plus proposé. Écrivez votre réponse dans le champ.',
    429: 'Vous écrivez très vite. Attendez quelques instants, puis réessayez.',
    503: 'Cap Soutien n’est pas encore prêt. Réessayez dans un instant.',
  };
  const UNREACHABLE = 'Le serveur ne répond pas. Vérifiez votre connexion, puis réessayez.';
  const BROKEN = 'Cap Soutien n’a pas pu répondre. Réessayez dans un instant.';
  // Sending the same thing again cannot succeed.
  const HOPELESS = [400, 401, 403, 413, 422];

  const CSS = `
:host{display:block}
/* The host element itself is within reach of the page's style sheet; this one is not. */
.root{all:initial;display:block;color-scheme:light dark;font-family:-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;line-height:1.5;
--fond:#fff;--texte:#1d2733;--doux:#4c5866;--bord:#7b8794;--trait:#d5dbe1;--accent:#1b4f72;--sur:#fff;--bulle:#eef2f6;--vous:#d8e8f3;--alerte:#a3211b;--surface:#fdf0ee}
@media(prefers-color-scheme:dark){.root{--fond:#161c22;--texte:#eef2f6;--doux:#b4c0cb;--bord:#8795a3;--trait:#38434e;--accent:#8ec7ee;--sur:#0c1720;--bulle:#252e37;--vous:#1d4258;--alerte:#ff9c91;--surface:#331c1b}}
[hidden]{display:none!important}
*,::before{box-sizing:border-box}
h2,h3,p,ul{margin:0;padding:0;font-size:1em}
ul{list-style:none}
button,textarea{font:inherit;color:inherit}
button{min-height:2.5em;padding:.3em .8em;border:1px solid var(--bord);border-radius:.5em;background:var(--fond);cursor:pointer}
button:hover{text-decoration:underline}
button[aria-disabled=true]{cursor:default;text-decoration:none}
a{color:var(--accent);text-underline-offset:.15em;overflow-wrap:anywhere}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.vh{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.launcher{position:fixed;right:1em;bottom:1em;z-index:2147483000;min-height:3em;padding:.5em 1.2em;border:2px solid var(--fond);border-radius:2em;background:var(--accent);color:var(--sur);font-weight:600;box-shadow:0 2px 10px rgba(0,0,0,.3)}
.panel{display:flex;flex-direction:column;color:var(--texte);background:var(--fond);border:1px solid var(--bord);border-radius:.75em;overflow:auto;overscroll-behavior:contain}
.inline{height:42em;max-height:max(24em,90vh)}
.floating{position:fixed;right:1em;bottom:1em;z-index:2147483000;width:26em;height:42em;max-height:calc(100vh - 2em);box-shadow:0 4px 24px rgba(0,0,0,.3)}
@media(max-width:30em){.floating{inset:0;width:auto;height:100vh;height:100dvh;max-height:none;border:0;border-radius:0}}
header{display:flex;flex-wrap:wrap;align-items:center;gap:.4em;padding:.6em .75em;border-bottom:1px solid var(--trait)}
h2{flex:1;font-weight:700;font-size:1.15em}
.floating h2{flex-basis:calc(100% - 3.5em)}
.floating .tool{flex:1}
@media(max-width:30em){.inline h2{flex-basis:100%}.tool{flex:1}}
.close{min-width:2.5em;padding:.3em}
.sos{border:2px solid var(--alerte);color:var(--alerte);font-weight:700}
.help{padding:.75em;border-bottom:1px solid var(--trait);background:var(--surface)}
.numbers{display:grid;gap:.4em;margin:.5em 0}
.help .numbers{grid-template-columns:repeat(auto-fit,minmax(min(100%,13em),1fr))}
.number{display:flex;align-items:center;gap:.6em;min-height:3em;padding:.25em .75em;border:2px solid var(--alerte);border-radius:.5em;background:var(--fond);color:var(--texte);text-decoration:none;line-height:1.25}
.number:hover{text-decoration:underline}
.number b{flex:none;min-width:2.2em;font-size:1.4em;color:var(--alerte)}
.number small{display:block;font-size:.85em;color:var(--doux)}
.log{position:relative;flex:1 0 10em;overflow-y:auto;overscroll-behavior:contain;padding:.75em;display:flex;flex-direction:column;gap:.75em}
.log:focus-visible{outline-offset:-3px}
.m{flex:none;max-width:92%;align-self:flex-start}
.b{padding:.55em .8em;border:1px solid transparent;border-radius:.75em .75em .75em .2em;background:var(--bulle);overflow-wrap:anywhere}
.b p{white-space:pre-line}
.b p a{margin:0 -.25em;padding:.25em}
.b p+p,.b .numbers+p{margin-top:.4em}
.you{align-self:flex-end}
.you .b{border-radius:.75em .75em .2em;background:var(--vous)}
.you p{white-space:pre-wrap}
.urgence{max-width:100%;align-self:stretch}
.urgence .b{border:2px solid var(--alerte);border-left-width:.5em;border-radius:.5em;background:var(--surface)}
.urgence h3{color:var(--alerte);margin-bottom:.2em}
.replies{display:flex;flex-wrap:wrap;gap:.4em;margin-top:.5em}
.replies button{min-height:2.2em;text-align:left;border-color:var(--accent);border-radius:1.2em;color:var(--accent)}
.replies button[aria-disabled=true]{border:1px dashed var(--bord);color:var(--doux)}
.replies button.chosen{border-style:solid;font-weight:600;color:var(--texte)}
.typing,.notice,.error{padding:.5em .75em}
.typing{color:var(--doux)}
.typing i{display:inline-block;width:.4em;height:.4em;margin-left:.25em;border-radius:50%;background:currentColor;animation:p 1.2s infinite}
.typing i:nth-of-type(2){animation-delay:.2s}.typing i:nth-of-type(3){animation-delay:.4s}
@keyframes p{50%{opacity:.25}}
@media(prefers-reduced-motion:reduce){.typing i{animation:none}}
.notice,.error{display:flex;flex-wrap:wrap;align-items:center;gap:.5em;border-top:1px solid var(--trait)}
.error{border-left:.4em solid var(--alerte);background:var(--surface)}
.notice p,.error p{flex:1 1 12em}
form{padding:.6em .75em;border-top:1px solid var(--trait)}
label{font-weight:600;display:block}
.row{display:flex;gap:.5em;align-items:flex-end;margin:.25em 0}
textarea{flex:1;min-width:0;min-height:3.6em;max-height:12em;padding:.4em .6em;border:1px solid var(--bord);border-radius:.5em;background:var(--fond);resize:vertical}
.send{border-color:var(--accent);background:var(--accent);color:var(--sur);font-weight:600}
.send[aria-disabled=true]{opacity:.7}
.hint,.count{font-size:.85em;color:var(--doux)}
.hint a{display:inline-block;padding:.15em 0}
.over{color:var(--alerte);font-weight:700}
@media(pointer:coarse){.keys{display:none}}
@media(forced-colors:active){.b,.launcher{border-color:CanvasText}.typing i{background:CanvasText}.send,.chosen{border-width:3px!important}button[aria-disabled=true]{color:GrayText}}
@media print{.launcher,header .tool,.close,form,.replies{display:none}.panel,.log{position:static;height:auto;max-height:none;overflow:visible}}
`;

  /** An element with properties (attributes when they hold a dash or are `role`) and children; texts stay texts. */
  function el(tag, props, ...children) {
    const node = document.createElement(tag);
    Object.entries(props || {}).forEach(([key, value]) => {
      if (key.includes('-') || key === 'role') node.setAttribute(key, value);
      else node[key] = value;
    });
    node.append(...children);
    return node;
  }

  const button = (className, label, onclick) => el('button', { type: 'button', className, onclick }, label);
  const scheme = (number) => (number === '114' ? 'sms:' : 'tel:') + number.replace(/[^\d+]/g, '');

  /** The numbers as large links, with what each is for. */
  function numberLinks(numbers) {
    const items = numbers.map((number) => {
      const known = NUMBERS.find((entry) => entry[0] === number);
      const text = known ? [el('span', null, known[1], ' ', el('small', null, known[2]))] : [];
      return el('li', null, el('a', { className: 'number', href: scheme(number) }, el('b', null, number), ' ', ...text));
    });
    return el('ul', { className: 'numbers', role: 'list' }, ...items);
  }

  const MAIL = '[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+';
  const SITE = '(?:https?:\\/\\/|www\\.)[^\\s<>«»]+|(?:[a-z0-9-]+\\.)+fr\\b(?:\\/[^\\s<>«»]*)?';
  const PHONE = '(?:☎\\u00a0)?(?:\\+33[ .\\u00a0]?[1-9]|\\b0[1-9])(?:[ .\\u00a0\\u202f]?\\d\\d){4}\\b|\\b(?:3\\d{3}|112|114)\\b|☎\\u00a0\\d{2,4}\\b';

  /** `text` as nodes, with links on telephone numbers, e-mail and site addresses. `numbers`: those to link besides. */
  function linked(text, numbers) {
    const short = numbers.map((number) => `|\\b${number}\\b(?![ \\u00a0\\u202f]?(?:h\\b|min|jours))`).join('');
    const finder = new RegExp(`(${MAIL})|(${SITE})|(?:${PHONE}${short})`, 'gi');
    const nodes = [];
    let end = 0;
    for (let match = finder.exec(text); match; match = finder.exec(text)) {
      const shown = match[2] ? match[2].replace(/[.,;:!?)…]+$/, '') : match[0];
      let href = scheme(shown);
      if (match[1]) href = `mailto:${shown}`;
      else if (match[2]) href = /^https?:/i.test(shown) ? shown : `https://${shown}`;
      const away = match[2] ? { target: '_blank', rel: 'noopener noreferrer' } : {};
      nodes.push(text.slice(end, match.index), el('a', { href, ...away }, shown));
      end = match.index + shown.length;
    }
    return [...nodes, text.slice(end)];
  }

  /** What the server refuses, or a server that cannot be reached (status 0). */
  class Refusal extends Error {
    constructor(status, detail) {
      super(detail || FALLBACK[status] || (status ? BROKEN : UNREACHABLE));
      this.status = status;
    }
  }

  /** One call to the server; the body of its answer, or null. Throws Refusal. */
  async function call(method, path, token, body, signal) {
    const headers = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers['Content-Type'] = 'application/json';
    let response;
    try {
      response = await fetch(new URL(path, BASE), {
        method, headers, signal, body: body && JSON.stringify(body),
        credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', keepalive: method === 'DELETE',
      });
    } catch (error) {
      throw new Refusal(0);
    }
    const data = await response.json().catch(() => null);
    if (!response.ok) throw new Refusal(response.status, data && typeof data.detail === 'string' ? data.detail : '');
    if (method === 'POST' && !(data && Array.isArray(data.messages))) throw new Refusal(500);
    return data;
  }

  class CapSoutien extends HTMLElement {
    constructor() {
      super();
      this.token = null;
      this.request = null; // AbortController of the call under way
      this.isInline = false;
      this.alone = false;
      this.shifts = [];
    }

    connectedCallback() {
      if (this.shadowRoot) return;
      this.lang = 'fr';
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet];
      this.build();
      document.addEventListener('keydown', (event) => this.onKey(event));
      document.addEventListener('keyup', (event) => this.onShift(event));
      if (this.isInline) this.begin();
    }

    build() {
      this.sos = button('tool sos', 'Urgence', () => this.toggleHelp());
      this.sos.setAttribute('aria-expanded', 'false');
      this.sos.setAttribute('aria-controls', 'help');
      const erase = button('tool', 'Effacer', () => this.erase());
      erase.title = 'Efface la conversation, ici et sur le serveur';
      const leave = button('tool', 'Quitter', () => this.leave());
      leave.title = 'Efface la conversation et quitte cette page aussitôt';
      const close = button('close', '✕', () => this.toggle(false));
      close.setAttribute('aria-label', 'Fermer');
      const header = el('header', null, el('h2', { id: 'title' }, NAME), ...(this.isInline ? [] : [close]),
        this.sos, erase, leave);

      this.help = el('div', { className: 'help', id: 'help', hidden: true, role: 'group', 'aria-label': 'Numéros d’urgence' },
        el('p', null, 'Ces numéros répondent tout de suite, sans passer par Cap Soutien.'), numberLinks(EMERGENCY));
      this.log = el('div', { className: 'log', role: 'log', tabIndex: 0, 'aria-label': 'Conversation', 'aria-live': 'polite' });
      this.typing = el('p', { className: 'typing', hidden: true, 'aria-hidden': 'true' },
        `${NAME} écrit`, el('i'), el('i'), el('i'));
      this.status = el('p', { className: 'vh', role: 'status' });
      this.alerts = el('div', { role: 'alert' });

      this.field = el('textarea', { id: 'field', rows: 2, autocomplete: 'off', 'aria-describedby': 'hint count' });
      this.field.oninput = () => this.count();
      this.field.onkeydown = (event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.submit();
      };
      this.send = el('button', { className: 'send' }, 'Envoyer');
      this.counter = el('p', { className: 'count', id: 'count' });
      const directory = new URL('../services', BASE);
      if (ACADEMIE) directory.searchParams.set('academie', ACADEMIE);
      this.form = el('form', null, el('label', { htmlFor: 'field' }, 'Votre message'),
        el('div', { className: 'row' }, this.field, this.send), this.counter,
        el('p', { className: 'hint', id: 'hint' }, 'Aucun nom n’est nécessaire. ',
          el('span', { className: 'keys' }, 'Maj + Entrée : à la ligne. Maj trois fois : quitter. '),
          el('a', { href: directory.href, target: '_blank', rel: 'noopener' }, 'Annuaire des services')));
      this.form.onsubmit = (event) => {
        event.preventDefault();
        this.submit();
      };

      this.panel = el('section', {
        className: `panel ${this.isInline ? 'inline' : 'floating'}`, id: 'panel', hidden: !this.isInline,
        role: this.isInline ? 'region' : 'dialog', tabIndex: -1, 'aria-labelledby': 'title',
      }, header, this.help, this.log, this.typing, this.alerts, this.form, this.status);
      this.launcher = button('launcher', 'Besoin d’en parler ?', () => this.toggle(true));
      this.launcher.setAttribute('aria-haspopup', 'dialog');
      this.launcher.hidden = this.isInline;
      this.shadowRoot.append(el('div', { className: 'root' }, this.launcher, this.panel));
    }

    /* Opening, closing, leaving */

    toggle(open) {
      this.panel.hidden = !open;
      this.launcher.hidden = open;
      if (!open) {
        this.launcher.focus();
        return;
      }
      this.focusIn();
      if (!this.token && !this.request && !this.alerts.firstChild) this.begin();
    }

    /** To the field; to the panel under a finger, where the field would raise the keyboard over the messages. */
    focusIn() {
      (matchMedia('(pointer: fine)').matches && !this.form.hidden ? this.field : this.panel).focus();
    }

    toggleHelp() {
      this.help.hidden = !this.help.hidden;
      this.sos.setAttribute('aria-expanded', String(!this.help.hidden));
      this.panel.scrollTop = 0;
    }

    onKey(event) {
      this.alone = event.key === 'Shift'; // no letter is being made a capital
      if (!this.alone) this.shifts = [];
      const here = [this, document.body].includes(document.activeElement);
      if (event.key === 'Escape' && here && !this.isInline && !this.panel.hidden) this.toggle(false);
    }

    onShift(event) {
      if (event.key !== 'Shift' || !this.alone || this.panel.hidden) return;
      this.shifts = [...this.shifts, Date.now()].slice(-3);
      if (this.shifts.length === 3 && this.shifts[2] - this.shifts[0] < 3000) this.leave();
    }

    /** Empties the page at once, has the conversation erased, and takes this page out of the history. */
    leave() {
      const given = script.dataset.quitter;
      const url = given ? new URL(given, location.href) : null;
      const away = url && /^https?:$/.test(url.protocol) ? url.href : 'about:blank';
      this.shifts = [];
      const erased = this.token ? call('DELETE', 'sessions', this.token).catch(() => null) : null;
      document.documentElement.textContent = '';
      Promise.race([erased, new Promise((done) => setTimeout(done, EXIT_PATIENCE))]).then(() => location.replace(away));
    }

    /* The conversation */

    /** Opens a session and shows the greeting. What is written in the field stays there. */
    async begin() {
      this.form.hidden = false;
      const data = await this.ask('sessions', ACADEMIE ? { academie: ACADEMIE } : {}, () => this.begin());
      if (!data) return;
      this.token = data.session;
      this.log.replaceChildren();
      this.show(data.messages);
    }

    submit() {
      const text = this.field.value.trim();
      const over = [...text].length - MAX;
      if (!text || this.request) return;
      if (over > 0) this.complain(FALLBACK[413]);
      else if (!this.token) this.begin();
      else this.say(text, { message: text });
    }

    /** Shows what the person says, sends it, shows the answer; on failure everything is as before. */
    async say(text, body, chosen) {
      const mine = this.bubble('you', 'Vous', el('p', null, text));
      const typed = body.message !== undefined;
      const offered = [...this.log.querySelectorAll('.replies button:not([aria-disabled])')];
      offered.forEach((node) => node.setAttribute('aria-disabled', 'true'));
      if (chosen) chosen.classList.add('chosen');
      if (typed) this.write('');
      this.log.append(mine);
      this.log.scrollTop = this.log.scrollHeight;
      const data = await this.ask('messages', body, () => (typed ? this.submit() : this.say(text, body, chosen)));
      if (data) {
        this.show(data.messages);
      } else if (mine.isConnected) {
        mine.remove();
        offered.forEach((node) => node.removeAttribute('aria-disabled'));
        if (chosen) chosen.classList.remove('chosen');
        if (typed) this.write(this.field.value ? `${text}\n${this.field.value}` : text);
      }
    }

    /** Posts, showing that an answer is coming; null when it failed (and says so) or was overtaken by « Effacer ». */
    async ask(path, body, again) {
      if (this.request) return null;
      const request = new AbortController();
      this.request = request;
      this.alerts.replaceChildren();
      this.typing.hidden = false;
      this.send.setAttribute('aria-disabled', 'true');
      const late = setTimeout(() => request.abort(), PATIENCE);
      const soon = setTimeout(() => this.announce(`${NAME} écrit une réponse.`), 800);
      try {
        const data = await call('POST', path, this.token, body, request.signal);
        return this.request === request ? data : null;
      } catch (error) {
        if (this.request !== request) return null;
        this.request = null;
        if (error.status === 401) this.expired(error.message);
        else this.complain(error.message, HOPELESS.includes(error.status) ? null : again);
        return null;
      } finally {
        clearTimeout(late);
        clearTimeout(soon);
        if (this.request === request || !this.request) this.rest();
      }
    }

    rest() {
      this.request = null;
      this.typing.hidden = true;
      this.send.removeAttribute('aria-disabled');
      this.announce('');
    }

    /** Erases here at once, whatever is under way, then on the server. */
    async erase() {
      const token = this.token;
      if (this.request) {
        const { request } = this;
        this.rest();
        request.abort();
      }
      this.token = null;
      this.log.replaceChildren();
      this.write('');
      this.form.hidden = true;
      this.forget(token);
    }

    async forget(token) {
      this.notify('notice', 'Conversation effacée.', 'Nouvelle conversation', () => this.begin()).focus();
      if (!token) return;
      try {
        await call('DELETE', 'sessions', token);
      } catch (error) {
        if (error.status === 401 || this.token || this.request) return; // already gone, or another conversation has begun
        this.form.hidden = false;
        this.notify('error', 'L’effacement sur le serveur n’est pas confirmé. Sans message de vous, il se fait seul en trente minutes.',
          'Réessayer', () => this.forget(token));
      }
    }

    /* What is shown */

    show(messages) {
      const nodes = messages.map((message) => this.message(message));
      this.log.append(...nodes);
      // A long answer is read from its beginning.
      if (nodes.length) this.log.scrollTop = nodes[0].offsetTop - 12;
    }

    message({ text, buttons, custom }) {
      const { kind, numeros } = custom || {};
      const numbers = (Array.isArray(numeros) ? numeros : []).map(String).filter((number) => /^\d{2,6}$/.test(number));
      const urgent = kind === 'urgence';
      const lines = String(text || '').split('\n');
      // In an emergency the numbers come right after the first sentence, otherwise after the text.
      const parts = urgent && lines.length > 1 ? [lines.shift(), lines.join('\n')] : [lines.join('\n')];
      const paragraphs = parts.filter(Boolean).map((part) => el('p', null, ...linked(part, numbers)));
      if (numbers.length) paragraphs.splice(1, 0, numberLinks(numbers));
      if (urgent) paragraphs.unshift(el('h3', null, 'Urgence'));
      const node = this.bubble(urgent ? 'urgence' : '', NAME, ...paragraphs);
      if (Array.isArray(buttons) && buttons.length) node.append(this.replies(buttons));
      return node;
    }

    bubble(className, who, ...children) {
      return el('div', { className: `m ${className}` },
        el('div', { className: 'b' }, el('span', { className: 'vh' }, `${who} : `), ...children));
    }

    replies(buttons) {
      const nodes = buttons.map(({ title, payload }) => {
        const node = button('', title, () => {
          if (this.request || node.hasAttribute('aria-disabled')) return;
          if (this.token) this.say(title, { payload }, node);
          else this.expired(FALLBACK[401]);
        });
        return node;
      });
      return el('div', { className: 'replies', role: 'group', 'aria-label': 'Réponses proposées' }, ...nodes);
    }

    /** A line under the conversation, with one thing to do about it; returns its button, if any. */
    notify(className, text, label, action) {
      const node = el('div', { className }, el('p', null, text));
      const does = label && button('', label, () => {
        node.remove();
        action();
        this.focusIn();
      });
      if (does) node.append(does);
      this.alerts.replaceChildren(node);
      return does;
    }

    complain(text, again) {
      this.notify('error', text, again ? 'Réessayer' : '', again);
    }

    expired(text) {
      this.token = null;
      this.notify('error', text, 'Recommencer', () => this.begin());
    }

    write(text) {
      this.field.value = text;
      this.count();
    }

    count() {
      const length = [...this.field.value.trim()].length;
      const french = (number) => number.toLocaleString('fr-FR');
      const over = length - MAX;
      this.counter.textContent = length < COUNT_FROM ? '' : `${french(length)} caractères sur ${french(MAX)}`
        + (over > 0 ? `, ${french(over)} de trop` : '');
      this.counter.classList.toggle('over', over > 0);
      clearTimeout(this.counting);
      // Said once the typing pauses, not at each key.
      if (this.counter.textContent) this.counting = setTimeout(() => this.announce(this.counter.textContent), 1000);
    }

    announce(text) {
      this.status.textContent = text;
    }
  }

  customElements.define('cap-soutien', CapSoutien);

  function install() {
    const place = document.getElementById('cap-soutien');
    const widget = new CapSoutien();
    widget.isInline = Boolean(place);
    (place || document.body).append(widget);
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', install);
  else install();
})();
