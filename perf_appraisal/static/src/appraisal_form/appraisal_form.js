import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";

/** Saves and submits a sheet in one call. */
export class AppraisalFormController extends FormController {
    async beforeExecuteActionButton(clickParams) {
        const record = this.model.root;
        if (clickParams.name !== "action_submit" || clickParams.special) {
            return super.beforeExecuteActionButton(clickParams);
        }
        if (!(await record.checkValidity({displayNotification: true}))) {
            return false;
        }
        const changes = await record.getChanges();
        await this.orm.call(record.resModel, "save_and_submit", [[record.resId], changes]);
        await record.load();
        return false;
    }
}

registry.category("views").add("perf_appraisal_form", {...formView, Controller: AppraisalFormController});
