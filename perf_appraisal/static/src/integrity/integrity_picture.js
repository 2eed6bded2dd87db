/* global Chart */

import {Component, onMounted, onPatched, onWillStart, onWillUnmount, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {getColor} from "@web/core/colors/colors";
import {loadBundle} from "@web/core/assets";

/** Every leader or unit as a dot: how high he scores, and how much he tells people apart. */
export class IntegrityPicture extends Component {
    static template = "perf_appraisal.IntegrityPicture";
    static props = {groups: Array, limits: Object, onChosen: Function};

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        onMounted(() => this.draw());
        onPatched(() => this.draw());
        onWillUnmount(() => this.chart?.destroy());
    }

    get points() {
        return this.props.groups
            .flatMap((group) => group.rows)
            .filter((row) => row.figures.mean !== false && row.figures.sheets >= this.props.limits.least_sheets)
            .map((row) => ({x: row.figures.spread, y: row.figures.mean, row}));
    }

    draw() {
        this.chart?.destroy();
        const [nice, signed, plain] = [[], [], []];
        for (const point of this.points) {
            const kinds = point.row.signs.map((sign) => sign.kind);
            (kinds.includes("nice") ? nice : kinds.length ? signed : plain).push(point);
        }
        const dots = (label, data, color, pointStyle) => ({
            label,
            data,
            backgroundColor: color,
            pointStyle,
            pointRadius: 6,
            pointHoverRadius: 8,
        });
        this.chart = new Chart(this.canvas.el, {
            type: "scatter",
            data: {
                datasets: [
                    dots(_t("Gives everybody the same"), nice, "#dc3545", "triangle"),
                    dots(_t("Another sign"), signed, "#fd7e14", "rectRot"),
                    dots(_t("No sign"), plain, getColor(0), "circle"),
                ].filter((set) => set.data.length),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                onClick: (event, found) => found.length && this.props.onChosen(found[0].element.$context.raw.row),
                plugins: {
                    legend: {labels: {usePointStyle: true}},
                    tooltip: {
                        callbacks: {
                            label: ({raw}) => `${raw.row.name} · ${raw.row.unit}: ${raw.y} % ± ${raw.x}`,
                        },
                    },
                },
                scales: {
                    x: {beginAtZero: true, title: {display: true, text: _t("Spread (percent points)")}},
                    y: {suggestedMax: 100, title: {display: true, text: _t("Mean (%)")}},
                },
            },
        });
    }
}
