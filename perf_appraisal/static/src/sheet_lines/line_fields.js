import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {FloatField, floatField} from "@web/views/fields/float/float_field";
import {inputColumns} from "@perf_appraisal/sheet_lines/input_columns";
import {parseFloat} from "@web/views/fields/parsers";
import {useService} from "@web/core/utils/hooks";

/** Writes points without trailing zeros. */
function formatPoints(value, decimals = 2) {
    return formatFloat(value || 0, {digits: [16, decimals], trailingZeros: false});
}

/** Whether nothing was entered where points or a value are expected: neither a number nor a word why it is 0. */
function isBlank(data, name) {
    const given = data.state === "self_scored" && data.self_skipped ? data.review_given : data.is_filled_in;
    return ["draft", "self_scored"].includes(data.state) && !data[name] && !given;
}

/** What somebody enters; the place of what nobody entered is empty, a 0 with its word is a 0, and so is one just typed. */
export class PointsField extends FloatField {
    typedZero = false;

    parse(value) {
        const number = super.parse(value);
        this.typedZero = number === 0 && value.trim() !== "";
        return number;
    }

    get formattedValue() {
        const {data} = this.props.record;
        return isBlank(data, this.props.name) && !this.typedZero ? "" : super.formattedValue;
    }
}

registry.category("fields").add("perf_points", {
    ...floatField,
    component: PointsField,
    fieldDependencies: [
        {name: "is_filled_in", type: "boolean"},
        {name: "review_given", type: "boolean"},
        {name: "self_skipped", type: "boolean"},
        {name: "state", type: "selection"},
    ],
});

/** The indicator's name, with its standard in small print below. */
export class IndicatorField extends Component {
    static template = "perf_appraisal.IndicatorField";
    static props = {...standardFieldProps};

    get name() {
        return this.props.record.data[this.props.name].display_name;
    }

    get standard() {
        return this.props.record.data.standard;
    }

    get proofMissing() {
        const {evidence_count, evidence_required, state} = this.props.record.data;
        return state === "draft" && evidence_required && !evidence_count;
    }
}

registry.category("fields").add("perf_indicator", {
    component: IndicatorField,
    listViewWidth: [155, 1000],
    supportedTypes: ["many2one"],
    fieldDependencies: [
        {name: "standard", type: "text"},
        {name: "evidence_required", type: "boolean"},
        {name: "evidence_count", type: "integer"},
        {name: "state", type: "selection"},
    ],
});

/** Points of a phase, and how much they differ from the phase before. */
export class ScoreField extends FloatField {
    static template = "perf_appraisal.ScoreField";
    static props = {...FloatField.props, previous: String};

    /** Nothing is raised or lowered where nobody gave a score: on a line a flag tells, the place of a sheet's is empty. */
    get difference() {
        const {data} = this.props.record;
        const given = (name) => data[name] !== false && data[name.replace("_score", "_given")] !== false;
        if (!given(this.props.name) || !given(this.props.previous)) {
            return 0;
        }
        return Math.round(100 * (data[this.props.name] - data[this.props.previous])) / 100;
    }

    get differenceText() {
        return formatPoints(Math.abs(this.difference));
    }

    get title() {
        const points = formatPoints(this.props.record.data[this.props.previous]);
        return this.difference < 0 ? _t("Lowered from %s", points) : _t("Raised from %s", points);
    }
}

registry.category("fields").add("perf_score", {
    ...floatField,
    component: ScoreField,
    extractProps: (info) => ({...floatField.extractProps(info), previous: info.options.previous}),
});

/** A button that opens the line with its claims and evidence, and says how many there are. */
export class ClaimsField extends Component {
    static template = "perf_appraisal.ClaimsField";
    static props = {...standardFieldProps};

    get claims() {
        return this.props.record.data[this.props.name];
    }

    get files() {
        return this.props.record.data.evidence_count;
    }

    /** Nothing is added any more once the leader is done; the line still opens. */
    get icon() {
        return ["draft", "self_scored"].includes(this.props.record.data.state) ? "fa-plus" : "fa-ellipsis-h";
    }

    get title() {
        return this.claims || this.files
            ? _t("%(claims)s claims, %(files)s files", {claims: this.claims, files: this.files})
            : _t("Open claims and evidence");
    }

    open() {
        this.env.openSheetLine?.(this.props.record);
    }
}

registry.category("fields").add("perf_claims", {
    component: ClaimsField,
    supportedTypes: ["integer"],
    fieldDependencies: [
        {name: "evidence_count", type: "integer"},
        {name: "state", type: "selection"},
    ],
});

/** Points typed straight into the card of a line, without opening it. */
export class QuickPointsField extends Component {
    static template = "perf_appraisal.QuickPointsField";
    static props = {...standardFieldProps};

    setup() {
        this.notification = useService("notification");
        this.state = useState({typedZero: false});
    }

    /** The column that takes points now, or nothing: then the card is opened instead. */
    get column() {
        const {data, evalContext} = this.props.record;
        const [column] = inputColumns(data).filter((name) => name.endsWith("_value"));
        // whoever fills in a unit's sheet does not submit it: that is its head's
        const {can_review: canReview, can_submit: canSubmit, i_write: isMyTurn} = evalContext.parent;
        const may = {draft: canSubmit || isMyTurn, self_scored: canReview}[data.state];
        return may && !(data.state === "draft" && data.method === "level") ? column : null;
    }

    get unit() {
        const {data} = this.props.record;
        return this.column === "actual_value" ? data.uom || "" : `/ ${formatPoints(data.full_score)}`;
    }

    get value() {
        const {data} = this.props.record;
        return isBlank(data, this.column) && !this.state.typedZero ? "" : formatPoints(data[this.column], 4);
    }

    /** Whether a 0 was typed that still lacks the word why: it counts only with it. */
    get lacksWord() {
        return this.state.typedZero && isBlank(this.props.record.data, this.column);
    }

    openLine() {
        this.env.openSheetLine?.(this.props.record);
    }

    async onChange(event) {
        let value = 0;
        try {
            value = parseFloat(event.target.value || "0");
        } catch {
            event.target.value = this.value;
            this.notification.add(_t("This is not a number."), {type: "danger"});
            return;
        }
        this.state.typedZero = value === 0 && event.target.value.trim() !== "";
        await this.props.record.update({[this.column]: value});
        event.target.value = this.value; // a number that was refused does not stay in sight
    }
}

registry.category("fields").add("perf_quick_points", {
    component: QuickPointsField,
    supportedTypes: ["float"],
    fieldDependencies: [
        {name: "input_column", type: "char"},
        {name: "self_skipped", type: "boolean"},
        {name: "is_filled_in", type: "boolean"},
        {name: "review_given", type: "boolean"},
        {name: "method", type: "selection"},
        {name: "state", type: "selection"},
        // written here, and saved only if the card knows them as writable
        {name: "actual_value", type: "float", readonly: false},
        {name: "self_value", type: "float", readonly: false},
        {name: "review_value", type: "float", readonly: false},
        {name: "full_score", type: "float"},
        {name: "self_score", type: "float"},
        {name: "review_score", type: "float"},
        {name: "uom", type: "char"},
    ],
});
