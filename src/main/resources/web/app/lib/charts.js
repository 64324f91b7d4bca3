// <figure class="chart" data-chart="lines|bars" data-unit="dollars|tokens|seconds|price|points|count">
//   <script type="application/json">{"times": [...], "series": [{"name": "wandb", "color": "wandb", "values": [...]}]}</script>
//   <figcaption>what it shows</figcaption></figure>
// With data-legend="none" the page explains the lines itself: <span class="key" data-series="1">.
// Series whose times differ bring "points": [[time, value], ...] instead of values. A figure with an id keeps its chart
// when the part of the page around it is replaced.
// "from" and "to" are the ends of the axis, "slot" the duration of a bar.
// The figure's svg is the chart of the first paint; this one replaces it.
// The library is loaded with the first chart. Tooltips are drawn, not HTML, because the CSP allows no inline styles.
import { LANGUAGE, timeFormat } from './language.js';
import { whenever } from './pages.js';

const PALETTE = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6', 'series-7', 'series-8'];

/** The current value of a colour property, light or dark. */
export function color(name, element = document.body) {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  element.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  return computed;
}

const FORMATS = {
  dollars: (value) => `$${value.toLocaleString(LANGUAGE, { maximumSignificantDigits: 4 })}`,
  tokens: (value) => value.toLocaleString(LANGUAGE, { notation: 'compact', maximumFractionDigits: 1 }),
  seconds: (value) => `${value.toLocaleString(LANGUAGE, { maximumSignificantDigits: 3 })} s`,
  price: (value) => value.toFixed(2),
  points: (value) => value.toLocaleString(LANGUAGE, { maximumFractionDigits: 1 }),
  count: (value) => value.toLocaleString(LANGUAGE),
};

const BAR_WIDTH = 28;
const OF_A_SLOT = 0.8;
const BESIDE_THE_BARS = 100;
// The last one stands below the end of the axis.
const HALF_A_LABEL = 36;
const MINUTE = 60_000;
const DAY = 86_400_000;
const MOMENT = timeFormat({ dateStyle: 'medium', timeStyle: 'medium' });
const DATE = timeFormat({ month: 'short', day: 'numeric' });
const HOUR = timeFormat({ hour: 'numeric' });
const MINUTES = timeFormat({ timeStyle: 'short' });
const SECOND = timeFormat({ timeStyle: 'medium' });

function spanOf(data) {
  const times = data.times ?? data.series.flatMap((series) => series.points.map(([time]) => time));
  return (data.to ?? Math.max(...times)) - (data.from ?? Math.min(...times));
}

/** A time label of the axis in the viewer's time zone, as short as the span allows. */
function clock(span) {
  if (span > 2 * DAY) return (at) => DATE.format(at);
  if (span < 6 * MINUTE) return (at) => SECOND.format(at);
  if (span < DAY / 2) return (at) => MINUTES.format(at);
  return (at) => (new Date(at).getHours() === 0 ? DATE : HOUR).format(at);
}

/** A bar is no wider than its slot. */
function widest(figure, data) {
  if (!data.slot) return BAR_WIDTH;
  return Math.min(BAR_WIDTH, Math.max(2, (OF_A_SLOT * (figure.clientWidth - BESIDE_THE_BARS) * data.slot) / spanOf(data)));
}

const inTime = (data) => data.times || data.series.some((series) => series.points);

function pointsOf(series, data) {
  return series.points ?? (data.times ? series.values.map((value, at) => [data.times[at], value]) : series.values);
}

function options(figure, data) {
  const format = FORMATS[figure.dataset.unit] ?? FORMATS.count;
  const bars = figure.dataset.chart === 'bars';
  const ink = color('ink-soft');
  const line = color('line');
  const legend = data.series.length > 1 && figure.dataset.legend !== 'none';
  const label = { color: ink, fontSize: 12, margin: 12, hideOverlap: true };
  return {
    animation: false,
    aria: { enabled: true, decal: { show: false } },
    textStyle: { fontFamily: getComputedStyle(figure).fontFamily, color: ink },
    grid: { left: 8, right: inTime(data) ? HALF_A_LABEL : 12, top: legend ? 34 : 12, bottom: 4, containLabel: true },
    legend: legend ? { type: 'scroll', top: 0, textStyle: { color: ink }, icon: 'roundRect' } : undefined,
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: color('raised'),
      borderColor: line,
      textStyle: { color: color('ink') },
      valueFormatter: (value) => (value == null ? '–' : format(value)),
    },
    xAxis: inTime(data)
      ? {
        type: 'time',
        min: data.from,
        max: data.to,
        axisLine: { lineStyle: { color: line } },
        axisLabel: { ...label, formatter: clock(spanOf(data)), alignMinLabel: 'left', alignMaxLabel: 'right' },
        axisPointer: { label: { formatter: ({ value }) => MOMENT.format(value) } },
      }
      : { type: 'category', data: data.categories, axisLine: { lineStyle: { color: line } }, axisLabel: label },
    yAxis: {
      type: 'value',
      min: figure.dataset.unit === 'price' ? 0 : undefined,
      max: figure.dataset.unit === 'price' ? 1 : undefined,
      // What an agent is worth changes little beside what it is.
      scale: !bars && figure.dataset.unit === 'points',
      splitLine: { lineStyle: { color: line } },
      axisLabel: { color: ink, formatter: format },
    },
    series: data.series.map((series, index) => {
      const shade = color(series.color ?? PALETTE[index % PALETTE.length]);
      return {
        name: series.name,
        type: bars ? 'bar' : 'line',
        stack: bars ? 'all' : undefined,
        step: !bars && figure.dataset.unit === 'price' ? 'end' : undefined,
        // A single point is no line.
        showSymbol: series.points?.length === 1,
        symbolSize: 5,
        barMaxWidth: widest(figure, data),
        lineStyle: { width: 2, color: shade },
        itemStyle: { color: shade },
        data: pointsOf(series, data),
      };
    }),
  };
}

// By the figure's id. Charts of removed figures are disposed when the next one is drawn.
const kept = new Map();

function keep(figure, place) {
  for (const [id, old] of kept) {
    if (!old.canvas.isConnected && id !== figure.id) {
      old.stop();
      kept.delete(id);
    }
  }
  if (figure.id) kept.set(figure.id, place);
}

function place(figure, echarts) {
  const canvas = Object.assign(document.createElement('div'), { className: 'canvas' });
  figure.prepend(canvas);
  const chart = echarts.init(canvas, null, { renderer: 'svg' });
  const sizes = new ResizeObserver(() => canvas.isConnected && chart.resize());
  sizes.observe(canvas);
  const ended = new AbortController();
  const made = {
    canvas,
    render: () => {},
    show(of, data) {
      made.render = () => chart.setOption(options(of, data), true);
      made.render();
    },
    stop() {
      ended.abort();
      sizes.disconnect();
      chart.dispose();
    },
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => made.render(), { signal: ended.signal });
  return made;
}

async function draw(figure) {
  const data = JSON.parse(figure.querySelector('script').textContent);
  const sketch = figure.querySelector('.sketch');
  const old = kept.get(figure.id);
  if (old) {
    sketch?.remove();
    figure.prepend(old.canvas);
    old.show(figure, data);
    return;
  }
  const made = place(figure, await import('./echarts.js'));
  sketch?.remove();
  keep(figure, made);
  made.show(figure, data);
}

whenever('figure[data-chart]', draw);
