// <tick-live data-game="…" data-tick="…"> shows a tick's turns as squares with their live states.
// The server renders the initial state; this script updates it.
import { LitElement, html, nothing } from 'lit';

const OVER = ['applied', 'failed', 'passed_over', 'held', 'undecided'];
const KINDS = ['turn-thought', 'turn-applied'];
const ROOM_FOR_NAMES = 120;
const words = (state) => (state === 'passed_over' ? 'skipped' : state);

class TickLive extends LitElement {
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    if (!this.squares) {
      this.squares = new Map([...this.querySelectorAll('li')].map((item) => [
        item.textContent, { state: item.dataset.state, provider: item.dataset.of },
      ]));
      this.replaceChildren();
    }
    super.connectedCallback();
    this.hear = this.hear.bind(this);
    KINDS.forEach((kind) => document.body.addEventListener(kind, this.hear));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    KINDS.forEach((kind) => document.body.removeEventListener(kind, this.hear));
  }

  hear({ type, detail }) {
    if (detail.game !== this.dataset.game || String(detail.tick) !== this.dataset.tick) return;
    const square = this.squares.get(detail.handle);
    if (!square || OVER.includes(square.state)) return;
    this.squares.set(detail.handle, {
      state: type === 'turn-applied' ? 'applied' : detail.outcome ?? 'thought',
      provider: detail.provider ?? square.provider,
    });
    this.requestUpdate();
  }

  // Drawn once per frame, because a thousand turns may change within a second.
  async scheduleUpdate() {
    if (this.hasUpdated) await new Promise(requestAnimationFrame);
    super.scheduleUpdate();
  }

  count(...states) {
    return [...this.squares.values()].filter(({ state }) => states.includes(state)).length;
  }

  progress() {
    const thinking = this.count('asking');
    const thought = this.count('thought');
    return `${this.count(...OVER)} of ${this.squares.size} turns over${thinking ? `, ${thinking} thinking` : ''}${
      thought ? `, ${thought} thought` : ''}`;
  }

  render() {
    const size = this.squares.size;
    // A thought turn counts half.
    const done = this.count(...OVER) + this.count('thought') / 2;
    return html`<div class="cluster"><progress max=${size} value=${done} aria-label="Turns applied"></progress><span>${
      this.progress()}</span></div><ul class="board" tabindex="0" data-size=${size > ROOM_FOR_NAMES ? 'many' : 'few'} aria-label="Turns">${
      [...this.squares].map(([handle, { state, provider }]) => html`<li data-state=${state} data-of=${provider ?? nothing}
        title="@${handle}: ${provider ? `${words(state)}, ${provider}` : words(state)}">${handle}</li>`)}</ul>`;
  }
}

customElements.define('tick-live', TickLive);
