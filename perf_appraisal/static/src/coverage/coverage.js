import {Component, onWillStart, useState} from "@odoo/owl";
import {deserializeDate, toLocaleDateString} from "@web/core/l10n/dates";
import {Layout} from "@web/search/layout";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/** Teams and their units × the quarters of a cycle: how often each was visited, when last, and when next. */
export class Coverage extends Component {
    static template = "perf_appraisal.Coverage";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({data: null});
        onWillStart(() => this.load(false));
    }

    async load(cycleId) {
        this.state.data = await this.orm.call("perf.coverage", "get_coverage", [], {cycle_id: cycleId});
    }

    day(text) {
        return text ? toLocaleDateString(deserializeDate(text)) : "";
    }

    /** Opens the inspections of a unit, in one quarter or altogether. */
    open(unit, period) {
        const found = {search_default_unit_id: unit.id, search_default_period_id: period ? period.id : false};
        return this.action.doAction("perf_appraisal.perf_inspection_action", {additionalContext: found});
    }
}

registry.category("actions").add("perf_coverage", Coverage);
