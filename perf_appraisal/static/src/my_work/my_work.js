import {Component, onWillStart} from "@odoo/owl";
import {deserializeDate, toLocaleDateString} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {Layout} from "@web/search/layout";
import {formatFloat} from "@web/core/utils/numbers";
import {makeContext} from "@web/core/context";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/** What waits for the user, most urgent first, with one button for each. */
export class MyWork extends Component {
    static template = "perf_appraisal.MyWork";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        onWillStart(() => this.load());
    }

    async load() {
        this.state = await this.orm.call("perf.my.work", "get_my_work", []);
    }

    /** A small screen shows the title in its main bar already. */
    get display() {
        return {controlPanel: this.env.isSmall ? false : {}};
    }

    /** The cards of what waits for the user himself; they stand before those that he reads only. */
    get tasks() {
        return this.state.cards.filter((card) => !card.reading);
    }

    get stepsDone() {
        return this.state.steps.filter((step) => step.done).length;
    }

    /** The first step that is missing: its button stands out. */
    get nextStep() {
        return this.state.steps.find((step) => !step.done);
    }

    due(card) {
        const {days, deadline, lates} = card;
        if (lates) {
            return lates;
        }
        if (days === null) {
            return "";
        }
        if (days < 0) {
            return days === -1 ? _t("1 day late") : _t("%s days late", -days);
        }
        if (days === 0) {
            return _t("due today");
        }
        if (days === 1) {
            return _t("due tomorrow");
        }
        return _t("due in %(days)s days, %(date)s", {days, date: toLocaleDateString(deserializeDate(deadline))});
    }

    points(value) {
        return formatFloat(value, {digits: [16, 2], trailingZeros: false});
    }

    open(card) {
        return this.action.doAction(card.action, {
            additionalContext: card.context,
            onClose: async () => {
                await this.load();
                this.render();
            },
        });
    }

    /** Where a step is done, without filters that would hide what is missing there. */
    async openStep({action, context}) {
        const found = await this.action.loadAction(action);
        return this.action.doAction({...found, context: makeContext([found.context, context])});
    }

    writeLog() {
        return this.action.doAction("perf_appraisal.perf_work_log_action_write");
    }

    openForm(resModel, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("perf_my_work", MyWork);
