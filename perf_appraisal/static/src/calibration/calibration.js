import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {useSortable} from "@web/core/utils/sortable_owl";

/** Counts a quota as the board shows it: how many have the grade, of how many who may. */
const quota = (grade, more = 0) =>
    grade.most === false ? grade.number + more : `${grade.number + more} / ${grade.most}`;

/** Asks to which grade somebody is moved, and why. */
export class MoveDialog extends Component {
    static template = "perf_appraisal.MoveDialog";
    static components = {Dialog};
    static props = {card: Object, grades: Array, place: Number, apply: Function, close: Function};

    setup() {
        this.state = useState({place: this.props.place, reason: ""});
    }

    /** The grades that this one may have, each with its quota. */
    get choices() {
        return this.props.card.grades.map((choice) => ({...choice, quota: quota(this.props.grades[choice.place])}));
    }

    get moved() {
        return this.state.place !== this.props.card.place;
    }

    /** Whether the chosen grade has no room left. */
    get full() {
        const grade = this.props.grades[this.state.place];
        return this.moved && grade.most !== false && grade.number >= grade.most;
    }

    get ready() {
        return this.moved && !this.full && Boolean(this.state.reason.trim());
    }

    apply() {
        if (this.ready) {
            const grade = this.props.card.grades.find((choice) => choice.place === this.state.place);
            this.props.apply(grade.id, this.state.reason.trim());
            this.props.close();
        }
    }
}

/** The board of a meeting: those who share a quota, by grade, to be dragged or moved with a reason. */
export class CalibrationBoard extends Component {
    static template = "perf_appraisal.CalibrationBoard";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.columns = useRef("columns");
        const {context = {}} = this.props.action;
        const saved = this.props.state || {};
        this.state = useState({
            asked: saved.asked || {calibration_id: context.active_id || false, result_id: false},
            data: null,
        });
        useSetupAction({getLocalState: () => ({asked: {...this.state.asked}})});
        useSortable({
            ref: this.columns,
            elements: ".o_perf_calibration_movable",
            groups: ".o_perf_calibration_grade",
            connectGroups: true,
            cursor: "grabbing",
            ignore: "button",
            placeholderClasses: ["opacity-50"],
            onDrop: ({element, parent}) => this.drop(element, parent),
        });
        onWillStart(() => this.load());
    }

    async load() {
        const asked = {...this.state.asked};
        this.state.data = await this.keepLast.add(this.orm.call("perf.calibration", "get_board", [], asked));
    }

    async select(resultId) {
        this.state.asked.result_id = resultId;
        await this.load();
    }

    quota(grade) {
        return quota(grade);
    }

    points(card) {
        return card.total === false ? "–" : formatFloat(card.total, {digits: [16, 2]});
    }

    isMovable(card) {
        return this.state.data.can_move && !card.refused;
    }

    rank(card) {
        return card.rank ? _t("place %(place)s of %(number)s", {place: card.rank, number: card.rank_of}) : "";
    }

    drop(element, parent) {
        const place = parent ? Number(parent.dataset.place) : NaN;
        const cards = this.state.data.grades.flatMap((grade) => grade.cards);
        const card = cards.find((found) => found.id === Number(element.dataset.id));
        if (card && card.place !== place && card.grades.some((grade) => grade.place === place)) {
            this.ask(card, place);
        }
    }

    ask(card, place) {
        this.dialog.add(MoveDialog, {
            card,
            place,
            grades: this.state.data.grades,
            apply: (gradeId, reason) => this.move(card, gradeId, reason),
        });
    }

    async move(card, gradeId, reason) {
        const values = {result_id: card.id, grade_id: gradeId, reason};
        try {
            await this.orm.call("perf.calibration", "action_move_grade", [[this.state.data.id]], values);
        } finally {
            await this.load();
        }
    }

    openMeeting() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "perf.calibration",
            res_id: this.state.data.id,
            views: [[false, "form"]],
        });
    }

    openResult(card) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "perf.result",
            res_id: card.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("perf_calibration_board", CalibrationBoard);
