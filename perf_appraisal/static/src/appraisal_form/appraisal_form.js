import {SeenModel, withSeen} from "@perf_appraisal/appraisal_form/seen_record";
import {FormController} from "@web/views/form/form_controller";
import {_t} from "@web/core/l10n/translation";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** Button → the method that saves and acts in one call, and what is said afterwards. */
const ONE_CALL = {
    action_submit: {method: "save_and_submit", done: () => _t("Handed in. You can withdraw it until it is reviewed.")},
    action_review: {method: "save_and_review", done: () => _t("Reviewed. It is with the Performance Office now.")},
};

/**
 * Saves and submits a sheet in one call, likewise a review.
 *
 * When the server refuses, nothing is written and everything entered stays in the form.
 */
export class AppraisalFormController extends FormController {
    setup() {
        super.setup();
        this.notification = useService("notification");
    }

    async beforeExecuteActionButton(clickParams) {
        const record = this.model.root;
        const call = ONE_CALL[clickParams.name];
        if (!call || clickParams.special) {
            return super.beforeExecuteActionButton(clickParams);
        }
        if (!(await record.checkValidity({displayNotification: true}))) {
            return false;
        }
        const changes = withSeen(record, await record.getChanges());
        await this.orm.call(record.resModel, call.method, [[record.resId], changes]);
        await record.load();
        this.notification.add(call.done(), {type: "success"});
        return false;
    }
}

registry.category("views").add("perf_appraisal_form", {
    ...formView,
    Controller: AppraisalFormController,
    Model: SeenModel,
});
