// Only the parts of ECharts that the console uses.
import * as echarts from 'echarts/core';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, LegendScrollComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

echarts.use([
  AriaComponent, BarChart, GridComponent, LegendComponent, LegendScrollComponent, LineChart, SVGRenderer, TooltipComponent,
]);

export const init = echarts.init;
