import {Component} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";

/** Shows what of the clipboard does not fit, before anything of it is entered. */
export class PasteDialog extends Component {
    static template = "perf_appraisal.PasteDialog";
    static components = {Dialog};
    static props = {fitting: Number, problems: Array, apply: Function, close: Function};

    apply() {
        this.props.apply();
        this.props.close();
    }
}

/** Lists rows and reasons that were refused. */
export class RefusedDialog extends Component {
    static template = "perf_appraisal.RefusedDialog";
    static components = {Dialog};
    static props = {title: String, rows: Array, close: Function};
}

/** Asks for one word for many changed scores. */
export class GridReasonDialog extends Component {
    static template = "perf_appraisal.GridReasonDialog";
    static components = {Dialog};
    static props = {label: String, apply: Function, close: Function};

    setup() {
        this.reason = "";
    }

    apply() {
        if (this.reason.trim()) {
            this.props.apply(this.reason.trim());
            this.props.close();
        }
    }
}
