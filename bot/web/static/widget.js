/*
 * Cap Soutien in a page:
 *
 *   <script src="https://SERVER/webchat/widget.js" data-academie="strasbourg" defer></script>
 *
 * A button opens a panel; on a page with an element #cap-soutien the panel is shown open there instead.
 * Options (docs/integration.md): data-academie, data-quitter, data-position, data-accent, data-titre, data-ouvert,
 * data-notice, data-langue.
 * Kept for this tab alone, in sessionStorage: the session's token, its end and whether the panel is open. Browsers write
 * that storage on the disk and leave there what was removed, so no message ever goes into it: the next page asks the
 * server for the last answers, and a token found once the person has left opens nothing. No cookie. No data ever goes
 * through innerHTML.
 */
(() => {
  'use strict';
  const script = document.currentScript;
  if (!script || customElements.get('cap-soutien')) return;

  const BASE = new URL('.', script.src);
  const options = script.dataset;
  const ACADEMIE = options.academie || '';
  const KEY = 'cap-soutien';
  const MAX = 2000;
  const COUNT_FROM = 1800;
  const PATIENCE = 30000; // ms before an answer that does not come is given up
  const EXIT_PATIENCE = 300; // ms left to the erasure before the page is left
  const WARN_BEFORE = 300000; // ms between the warning and the end of an idle conversation
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
    401: 'La conversation précédente est terminée et n’existe plus. En voici une nouvelle.',
    403: 'Ce site n’est pas autorisé à utiliser Cap Soutien.',
    413: 'Votre message dépasse 2 000 caractères. Raccourcissez-le, puis renvoyez-le.',
    422: 'Ce choix n’est plus proposé. Écrivez votre réponse dans le champ.',
    429: 'Vous écrivez très vite. Attendez quelques instants, puis réessayez.',
    503: 'Cap Soutien n’est pas encore prêt. Réessayez dans un instant.',
  };
  const UNREACHABLE = 'Le serveur ne répond pas. Vérifiez votre connexion, puis réessayez.';
  const OFFLINE = 'Vous êtes hors connexion : rien n’est parti. Réessayez une fois la connexion revenue.';
  const BROKEN = 'Cap Soutien n’a pas pu répondre. Réessayez dans un instant.';
  // Sending the same thing again cannot succeed.
  const HOPELESS = [400, 401, 403, 413, 422];

  const CSS = `
/* The host element is within the page's reach, except for what is important here. */
:host{all:initial!important;display:block!important}
.root{all:initial;display:block;color-scheme:light dark;font-family:-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;line-height:1.5;
--fond:#fff;--texte:#1d2733;--doux:#4c5866;--bord:#7b8794;--trait:#d5dbe1;--accent:var(--choisi,#1b4f72);--sur:#fff;--bulle:#eef2f6;--vous:#d8e8f3;--alerte:#a3211b;--surface:#fdf0ee}
@media(prefers-color-scheme:dark){.root{--fond:#161c22;--texte:#eef2f6;--doux:#b4c0cb;--bord:#8795a3;--trait:#38434e;--accent:#8ec7ee;--sur:#0c1720;--bulle:#252e37;--vous:#1d4258;--alerte:#ff9c91;--surface:#331c1b}.mine{--accent:color-mix(in srgb,var(--choisi) 35%,#fff)}}
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
.left{right:auto;left:1em}
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
.pin{display:flex;flex-wrap:wrap;align-items:center;gap:0 .25em;padding:0 .75em;border-bottom:2px solid var(--alerte);background:var(--surface);font-weight:700}
.pin a{padding:.35em .5em;color:var(--alerte)}
.sheet{flex:1 0 10em;overflow-y:auto;padding:.75em;overflow-wrap:anywhere}
.sheet:focus{outline:0}
.sheet li{margin:.75em 0}.sheet p{margin:.25em 0}
.sheet a{display:inline-block;padding:.15em 0}
.keep{font-size:.9em;color:var(--doux)}
.log{position:relative;flex:1 0 10em;overflow-y:auto;overscroll-behavior:contain;padding:.75em;display:flex;flex-direction:column;gap:.75em}
.log:focus-visible{outline-offset:-3px}
.m{flex:none;max-width:92%;align-self:flex-start}
.b{padding:.55em .8em;border:1px solid transparent;border-radius:.75em .75em .75em .2em;background:var(--bulle);overflow-wrap:anywhere}
.b p{white-space:pre-line}
.b p a{margin:0 -.25em;padding:.25em}
.b p+p,.b .numbers+p{margin-top:.4em}
.card{margin:.6em 0;padding:.5em .7em;border:1px solid var(--bord);border-left:.3em solid var(--accent);border-radius:.4em;background:var(--fond)}
.b .way{margin-top:.1em}
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
/* Where the page has the State's design system, its colours, its letters and its square corners. */
.etat{font-family:Marianne,arial,sans-serif;--fond:var(--background-default-grey);--texte:var(--text-default-grey);--doux:var(--text-mention-grey);--bord:var(--border-plain-grey);--trait:var(--border-default-grey);--bulle:var(--background-alt-grey);--vous:var(--background-contrast-info);--alerte:var(--text-default-error);--surface:var(--background-contrast-error);--accent:var(--text-action-high-blue-france);--sur:var(--text-inverted-blue-france)}
.etat :not(i){border-radius:0}
@media(pointer:coarse){.keys{display:none}}
@media(forced-colors:active){.b,.launcher{border-color:CanvasText}.typing i{background:CanvasText}.send,.chosen{border-width:3px!important}button[aria-disabled=true]{color:GrayText}}
@media print{.launcher,header .tool,.close,form,.replies,.sheet button{display:none}.panel,.log{position:static;height:auto;max-height:none;overflow:visible}}
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

  /** A service as a card: its name and why, then each way to reach it on a line of its own. */
  function card([first, ...ways], numbers) {
    const [, name, why] = /^(.*?\.)( .*)?$/.exec(first) || [0, first];
    return el('div', { className: 'card' }, el('p', null, el('b', null, name), ...linked(why || '', numbers)),
      ...ways.join(' · ').split(' · ').map((way) => el('p', { className: 'way' }, ...linked(way, numbers))));
  }

  /** What this tab keeps of the conversation, or null: nothing kept, its time over, or another widget's. */
  function kept() {
    try {
      const held = JSON.parse(sessionStorage.getItem(KEY));
      return held && held.until > Date.now() && held.base === BASE.href && held.academie === ACADEMIE ? held : null;
    } catch (error) {
      return null; // storage refused or spoilt: the conversation lives in this page only
    }
  }

  function keep(held) {
    try {
      if (held) sessionStorage.setItem(KEY, JSON.stringify({ ...held, base: BASE.href, academie: ACADEMIE }));
      else sessionStorage.removeItem(KEY);
    } catch (error) { /* refused or full: see kept */ }
  }

  /** The accent asked for, if white can be read on it and it can be read on the bubbles (4.5:1); else ''. */
  function readable(colour) {
    const hex = /^#([0-9a-f]{6})$/i.exec(colour || '');
    if (!hex) return '';
    const [red, green, blue] = hex[1].match(/../g).map((pair) => {
      const part = parseInt(pair, 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue <= 0.15 ? colour : '';
  }

  /** What the server refuses, or a server that cannot be reached (status 0). */
  class Refusal extends Error {
    constructor(status, data) {
      const { detail, messages } = data || {};
      const told = typeof detail === 'string' && detail;
      super(told || FALLBACK[status] || (status ? BROKEN : (navigator.onLine ? UNREACHABLE : OFFLINE)));
      this.status = status;
      this.messages = Array.isArray(messages) ? messages : []; // a danger is answered whatever hinders the rest
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
    if (!response.ok) throw new Refusal(response.status, data);
    if (method !== 'DELETE' && !(data && Array.isArray(data.messages))) throw new Refusal(500);
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
      this.until = 0; // when the server forgets the conversation
      this.messages = []; // what Cap Soutien said
      this.tried = {}; // what was last sent, with its id, until it is answered
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
      // A page that the browser keeps for « Back » must not bring back a conversation that was erased since.
      window.addEventListener('pagehide', (event) => event.persisted && this.blank());
      window.addEventListener('pageshow', (event) => event.persisted && this.start());
      window.addEventListener('offline', () => this.token && this.complain(OFFLINE));
      window.addEventListener('online', () => this.token && this.alerts.textContent === OFFLINE && this.alerts.replaceChildren());
      this.start();
    }

    /** Goes on with this tab's conversation, if it has one. */
    start() {
      const held = kept();
      this.blank();
      const open = this.isInline || (held ? held.open : options.ouvert !== undefined);
      this.panel.hidden = !open;
      this.launcher.hidden = open;
      if (held) {
        Object.assign(this, { token: held.token, until: held.until });
        this.warnInTime();
        this.resume();
      } else {
        keep(null);
        if (open) this.begin();
      }
    }

    /** Shows again what the server last answered; a conversation that is no more gives way to another. */
    async resume() {
      const data = await this.ask('sessions', null, () => this.resume());
      if (!data) return;
      this.log.append(el('p', { className: 'keep' }, 'Votre conversation continue. Vos propres messages ne sont pas repris d’une page à l’autre.'));
      this.renewed(data);
      this.show(data.messages);
      this.log.scrollTop = this.log.scrollHeight;
    }

    /** Nothing of the conversation is left in this page. */
    blank() {
      const { request } = this;
      this.rest();
      if (request) request.abort();
      clearTimeout(this.warning);
      Object.assign(this, { token: null, until: 0, messages: [], tried: {} });
      this.log.replaceChildren(this.intro);
      this.alerts.replaceChildren();
      this.sheet.replaceChildren();
      this.toggleSheet(false);
      this.pin.replaceChildren();
      this.pin.hidden = true;
      this.fiche.hidden = true;
      this.write('');
    }

    remember() {
      keep({ token: this.token, until: this.until, open: !this.panel.hidden });
    }

    /** The server has said how long it keeps the conversation. */
    renewed(data) {
      this.until = Date.now() + data.expires_in * 1000;
      this.warnInTime();
    }

    warnInTime() {
      clearTimeout(this.warning);
      const left = this.until - Date.now();
      this.warning = setTimeout(() => this.notify('notice', 'Sans message de vous, cette conversation s’effacera dans quelques minutes. « Ma fiche » permet d’en garder l’essentiel.'),
        Math.max(left - WARN_BEFORE, left / 2));
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
      this.fiche = button('tool', 'Ma fiche', () => this.toggleSheet(true));
      this.fiche.hidden = true;
      const header = el('header', null, el('h2', { id: 'title' }, options.titre || NAME), ...(this.isInline ? [] : [close]),
        this.sos, this.fiche, erase, leave);
      this.pin = el('div', { className: 'pin', hidden: true, role: 'group', 'aria-label': 'Appeler maintenant' });
      this.sheet = el('div', { className: 'sheet', hidden: true, tabIndex: -1, role: 'region', 'aria-label': 'Ma fiche' });
      const langue = options.langue || 'fr';
      const notice = el('a', { href: new URL(options.notice || '../confidentialite', BASE).href, target: '_blank', rel: 'noopener', hreflang: langue },
        `Notice d’information${langue === 'fr' ? '' : ` (${langue})`}`);
      this.intro = el('p', { className: 'keep' }, 'Rien de ce que vous écrivez n’est enregistré sans votre accord. Le réseau d’où vous écrivez voit que vous visitez ce site. ', notice);

      this.help = el('div', { className: 'help', id: 'help', hidden: true, role: 'group', 'aria-label': 'Numéros d’urgence' },
        el('p', null, 'Ces numéros répondent tout de suite, sans passer par Cap Soutien.'), numberLinks(EMERGENCY));
      this.log = el('div', { className: 'log', role: 'log', tabIndex: 0, 'aria-label': 'Conversation', 'aria-live': 'polite' });
      this.typing = el('p', { className: 'typing', hidden: true, 'aria-hidden': 'true' },
        `${NAME} écrit`, el('i'), el('i'), el('i'));
      this.status = el('p', { className: 'vh', role: 'status' });
      this.alerts = el('div', { role: 'alert', id: 'alert' });

      this.field = el('textarea', { id: 'field', rows: 2, autocomplete: 'off', 'aria-describedby': 'hint count alert' });
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

      const side = options.position === 'gauche' ? 'left' : '';
      this.panel = el('section', {
        className: `panel ${this.isInline ? 'inline' : `floating ${side}`}`, id: 'panel', hidden: !this.isInline,
        role: this.isInline ? 'region' : 'dialog', tabIndex: -1, 'aria-labelledby': 'title',
      }, header, this.help, this.pin, this.sheet, this.log, this.typing, this.alerts, this.form, this.status);
      this.launcher = button(`launcher ${side}`, 'Besoin d’en parler ?', () => this.toggle(true));
      this.launcher.setAttribute('aria-haspopup', 'dialog');
      this.launcher.hidden = this.isInline;
      const official = getComputedStyle(document.documentElement).getPropertyValue('--text-action-high-blue-france');
      const accent = official ? '' : readable(options.accent);
      const root = el('div', { className: `root ${official ? 'etat' : accent && 'mine'}` }, this.launcher, this.panel);
      if (accent) root.style.setProperty('--choisi', accent);
      this.shadowRoot.append(root);
    }

    /* Opening, closing, leaving */

    toggle(open) {
      this.panel.hidden = !open;
      this.launcher.hidden = open;
      if (this.token) this.remember();
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

    /** « Ma fiche » in place of the conversation: built here, sent nowhere. */
    toggleSheet(shown) {
      if (shown) this.fillSheet(this.sheet, true);
      const was = !this.sheet.hidden;
      this.sheet.hidden = !shown;
      this.log.hidden = this.form.hidden = shown;
      if (shown) this.sheet.focus();
      else if (was && this.token) this.fiche.focus();
    }

    /** What the services said of themselves, the latest first named last; nothing that the person wrote. */
    fillSheet(into, tools) {
      const cards = new Map();
      this.messages.forEach(({ custom }) => ((custom || {}).cartes || []).forEach((card) => cards.set(card.id, card)));
      const items = [...cards.values()].map((card) => el('li', null, el('h3', null, card.nom), el('p', null, card.raison),
        ...card.contacts.map(({ valeur, lien, departement }) => el('p', null,
          lien ? el('a', { href: lien, rel: 'noreferrer', target: '_blank' }, valeur) : valeur, departement ? ` (${departement})` : '')),
        ...(card.contacts.length ? [] : [el('p', null, 'Coordonnées non précisées par le document.')]),
        ...(card.confidentialite ? [el('p', null, el('b', null, 'Ce qui reste confidentiel : '), card.confidentialite)] : [])));
      const actions = tools ? [el('div', { className: 'replies' }, button('', 'Imprimer', () => this.print()),
        button('', 'Revenir à la conversation', () => this.toggleSheet(false)))] : [];
      into.replaceChildren(el('h2', null, 'Ma fiche'), ...actions, el('ul', { role: 'list' }, ...items),
        el('p', null, 'En cas de détresse : 3114, jour et nuit. En danger immédiat : 15, 17 ou 112.'),
        el('p', { className: 'keep' }, 'Cette fiche n’est enregistrée nulle part. Sur papier, gardez-la pour vous.'));
    }

    /** The sheet alone, from a page of its own: the host page is not printed with it. */
    print() {
      const frame = el('iframe', { title: 'Ma fiche', className: 'vh' });
      this.shadowRoot.append(frame);
      const page = frame.contentDocument;
      page.documentElement.lang = 'fr';
      page.title = 'Ma fiche';
      const sheet = new frame.contentWindow.CSSStyleSheet();
      sheet.replaceSync('body{font:11pt/1.5 sans-serif;color:#000}ul{padding:0;list-style:none}li{break-inside:avoid}p,h3{margin:.3em 0}a{color:#000}');
      page.adoptedStyleSheets = [sheet];
      this.fillSheet(page.body, false);
      frame.contentWindow.onafterprint = () => frame.remove();
      frame.contentWindow.print();
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
      if (event.key !== 'Escape' || !here || this.panel.hidden) return;
      if (!this.sheet.hidden) this.toggleSheet(false);
      else if (!this.isInline) this.toggle(false);
    }

    onShift(event) {
      if (event.key !== 'Shift' || !this.alone || (this.panel.hidden && !this.token)) return;
      this.shifts = [...this.shifts, Date.now()].slice(-3);
      if (this.shifts.length === 3 && this.shifts[2] - this.shifts[0] < 3000) this.leave();
    }

    /** Empties the page at once, has the conversation erased, and takes this page out of the history. */
    leave() {
      const given = options.quitter;
      const url = given ? new URL(given, location.href) : null;
      const away = url && /^https?:$/.test(url.protocol) ? url.href : 'about:blank';
      this.shifts = [];
      const { token } = this;
      keep(null);
      this.blank(); // nothing is written again, whatever answer comes now
      const erased = token ? call('DELETE', 'sessions', token).catch(() => null) : null;
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
      this.messages = [];
      this.log.replaceChildren(this.intro);
      this.renewed(data);
      this.show(data.messages);
      this.log.scrollTop = 0; // the notice first
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
      // The same thing sent again bears the same id: the server answers it once.
      const same = JSON.stringify(body);
      if (this.tried.same !== same) this.tried = { same, id: Math.random().toString(36).slice(2) };
      const again = () => (typed ? this.submit() : this.say(text, body, chosen));
      const answer = this.ask('messages', { ...body, id: this.tried.id }, again);
      this.log.scrollTop = this.log.scrollHeight; // once the line that says it is being answered has taken its place
      const data = await answer;
      if (data) {
        this.tried = {};
        if (data.messages.some(({ custom }) => custom && custom.kind === 'effacement')) this.messages = [];
        this.renewed(data);
        this.show(data.messages);
      } else if (mine.isConnected) {
        mine.remove();
        offered.forEach((node) => node.removeAttribute('aria-disabled'));
        if (chosen) chosen.classList.remove('chosen');
        if (typed) this.write(this.field.value ? `${text}\n${this.field.value}` : text);
      }
    }

    /**
     * Posts `body` (without one, looks), showing that an answer is coming; null when it failed (and says so) or was
     * overtaken by « Effacer ».
     */
    async ask(path, body, again) {
      if (this.request) return null;
      const request = new AbortController();
      this.request = request;
      this.alerts.replaceChildren();
      this.typing.hidden = !body; // what is there already comes at once: nothing flashes
      this.log.setAttribute('aria-live', body ? 'polite' : 'off'); // and what was heard is not read aloud again
      this.send.setAttribute('aria-disabled', 'true');
      const late = setTimeout(() => request.abort(), PATIENCE);
      const soon = setTimeout(() => {
        this.typing.hidden = false;
        this.announce(`${NAME} écrit une réponse.`);
      }, 800);
      try {
        const data = await call(body ? 'POST' : 'GET', path, this.token, body, request.signal);
        return this.request === request ? data : null;
      } catch (error) {
        if (this.request !== request) return null;
        this.request = null;
        if (error.status === 401) this.expired(error.messages);
        else {
          if (error.messages.length) this.show(error.messages);
          this.complain(error.message, HOPELESS.includes(error.status) ? null : again);
        }
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
      const { token } = this;
      keep(null);
      this.blank();
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
      this.messages.push(...messages);
      this.fiche.hidden = !this.messages.some(({ custom }) => custom && custom.cartes);
      if (this.token) this.remember();
      // A long answer is read from its beginning.
      if (nodes.length) this.log.scrollTop = nodes[0].offsetTop - 12;
    }

    message({ text, buttons, custom }) {
      const { kind, numeros } = custom || {};
      const numbers = (Array.isArray(numeros) ? numeros : []).map(String).filter((number) => /^\d{2,6}$/.test(number));
      const urgent = kind === 'urgence';
      const lines = String(text || '').split('\n');
      // Each service is a card; in an emergency the numbers come right after the first sentence, otherwise after the text.
      const cut = urgent ? [[0, 1]] : ((custom || {}).cartes || []).map(({ lignes }) => lignes).filter(Boolean);
      const paragraphs = [];
      const plain = (from, to) => {
        const part = lines.slice(from, to).join('\n');
        // An access code stands out: **seven-words**.
        const nodes = part.split(/\*\*(.+?)\*\*/).flatMap((piece, rank) => (rank % 2 ? [el('b', null, piece)] : linked(piece, numbers)));
        if (part) paragraphs.push(el('p', null, ...nodes));
      };
      let done = 0;
      cut.forEach(([from, to]) => {
        plain(done, from);
        if (urgent) plain(from, to);
        else paragraphs.push(card(lines.slice(from, to), numbers));
        done = to;
      });
      plain(done);
      // Large, in an emergency; elsewhere the text has them as links, and a greeting is no alarm.
      if (urgent) paragraphs.splice(1, 0, numberLinks(numbers));
      else if (numbers.some((number) => !String(text).includes(number))) paragraphs.push(numberLinks(numbers));
      if (urgent) {
        paragraphs.unshift(el('h3', null, 'Urgence'));
        // However far the conversation is scrolled, these stay.
        this.pin.replaceChildren('Appeler : ', ...numbers.map((number) => el('a', { href: scheme(number) }, number)));
        this.pin.hidden = false;
      }
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
          else this.expired();
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

    /** Says so and begins anew, an alarm first of all; what was written stays in the field. */
    async expired(alarm = []) {
      keep(null);
      this.token = null;
      clearTimeout(this.warning);
      this.pin.hidden = true;
      if (this.panel.hidden && !this.messages.length && !alarm.length) return; // nobody has opened it yet
      await this.begin();
      if (alarm.length) this.show(alarm);
      if (this.token) this.notify('notice', FALLBACK[401]);
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
      this.field.setAttribute('aria-invalid', String(over > 0));
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
