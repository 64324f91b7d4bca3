// <figure class="chart" data-chart="lines|bars" data-unit="dollars|tokens|price|points|count">
//   <script type="application/json">{"times": [...], "series": [{"name": "wandb", "color": "wandb", "values": [...]}]}</script>
//   <figcaption>what it shows</figcaption></figure>
// The library comes with the first chart. A tooltip is drawn, not written as HTML: the page allows no foreign styles.
import { whenever } from './pages.js';

const PALETTE = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6', 'series-7', 'series-8'];

/** The colour that a custom property stands for here and now, light or dark. */
export function color(name, element = document.body) {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  element.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  return computed;
}

const FORMATS = {
  dollars: (value) => `$${value.toLocaleString(undefined, { maximumSignificantDigits: 4 })}`,
  tokens: (value) => value.toLocaleString(undefined, { notation: 'compact', maximumFractionDigits: 1 }),
  price: (value) => value.toFixed(2),
  points: (value) => value.toLocaleString(undefined, { maximumFractionDigits: 1 }),
  count: (value) => value.toLocaleString(),
};

function options(figure, data) {
  const format = FORMATS[figure.dataset.unit] ?? FORMATS.count;
  const bars = figure.dataset.chart === 'bars';
  const ink = color('ink-soft');
  const line = color('line');
  return {
    animation: false,
    aria: { enabled: true, decal: { show: false } },
    textStyle: { fontFamily: 'inherit', color: ink },
    grid: { left: 8, right: 12, top: data.series.length > 1 ? 34 : 12, bottom: 4, containLabel: true },
    legend: data.series.length > 1 ? { type: 'scroll', top: 0, textStyle: { color: ink }, icon: 'roundRect' } : undefined,
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: color('raised'),
      borderColor: line,
      textStyle: { color: color('ink') },
      valueFormatter: (value) => (value == null ? '–' : format(value)),
    },
    xAxis: data.times
      ? { type: 'time', axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink, hideOverlap: true } }
      : { type: 'category', data: data.categories, axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink, hideOverlap: true } },
    yAxis: {
      type: 'value',
      min: figure.dataset.unit === 'price' ? 0 : undefined,
      max: figure.dataset.unit === 'price' ? 1 : undefined,
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
        showSymbol: false,
        symbolSize: 5,
        barMaxWidth: 28,
        lineStyle: { width: 2, color: shade },
        itemStyle: { color: shade },
        data: data.times ? series.values.map((value, at) => [data.times[at], value]) : series.values,
      };
    }),
  };
}

async function draw(figure) {
  const data = JSON.parse(figure.querySelector('script').textContent);
  const echarts = await import('./echarts.js');
  let canvas = figure.querySelector('.canvas');
  if (!canvas) {
    canvas = document.createElement('div');
    canvas.className = 'canvas';
    figure.prepend(canvas);
  }
  const chart = echarts.init(canvas, null, { renderer: 'svg' });
  const render = () => chart.setOption(options(figure, data), true);
  render();
  const sizes = new ResizeObserver(() => (canvas.isConnected ? chart.resize() : (sizes.disconnect(), chart.dispose())));
  sizes.observe(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => canvas.isConnected && render());
}

whenever('figure[data-chart]', draw);
