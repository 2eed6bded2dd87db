import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {RemainingDaysField, remainingDaysField} from "@web/views/fields/remaining_days/remaining_days_field";

/** A deadline as its date and the days that are left, in numbers: “next month” helps nobody to plan his week. */
export class DaysLeftField extends RemainingDaysField {
    static template = "perf_appraisal.DaysLeftField";

    get diffString() {
        const days = this.diffDays;
        if (days < -1) {
            return _t("%s days late", -days);
        }
        if (days > 1) {
            return _t("%s days left", days);
        }
        return {"-1": _t("1 day late"), 0: _t("due today"), 1: _t("due tomorrow")}[days];
    }
}

registry.category("fields").add("perf_days_left", {...remainingDaysField, component: DaysLeftField});
