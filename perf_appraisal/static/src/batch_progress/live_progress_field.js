import {onWillUnmount} from "@odoo/owl";
import {ProgressBarField, progressBarField} from "@web/views/fields/progress_bar/progress_bar_field";
import {registry} from "@web/core/registry";

const INTERVAL = 1500;

/** A progress bar that reloads its record while the job is under way. */
export class LiveProgressField extends ProgressBarField {
    setup() {
        super.setup();
        this.loading = false;
        this.timer = setInterval(() => this.tick(), INTERVAL);
        onWillUnmount(() => clearInterval(this.timer));
    }

    async tick() {
        if (this.loading) {
            return; // a slow server is asked again only after it has answered
        }
        if (["waiting", "running"].includes(this.props.record.data.state)) {
            this.loading = true;
            try {
                await this.props.record.load();
            } finally {
                this.loading = false;
            }
        } else {
            clearInterval(this.timer);
        }
    }
}

export const liveProgressField = {
    ...progressBarField,
    component: LiveProgressField,
    fieldDependencies: [{name: "state", type: "selection"}],
};

registry.category("fields").add("perf_live_progress", liveProgressField);
