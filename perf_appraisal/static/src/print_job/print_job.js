import {registry} from "@web/core/registry";

const PAPER_PREFIX = "perf_appraisal.report_";
const PRINT_AT_ONCE = 100;

/** Print many forms as a long job instead of letting somebody wait for an answer that never comes. */
export async function printAsJob(action, options, env) {
    const ids = action.context?.active_ids || [];
    if (!action.report_name?.startsWith(PAPER_PREFIX) || ids.length <= PRINT_AT_ONCE) {
        return false;
    }
    options.onClose = undefined; // it would reload the list, which is left for the job
    await env.services.action.doAction(await env.services.orm.call("perf.print", "start", [action.report_name, ids]));
    return true;
}

registry.category("ir.actions.report handlers").add("perf_print_job", printAsJob, {sequence: 5});
