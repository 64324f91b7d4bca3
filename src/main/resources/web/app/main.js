import './style.css';
import './lib/pages.js';
import './lib/api.js';
import './lib/times.js';
import './lib/live.js';
import './lib/charts.js';
import './lib/tables.js';
