import {download} from "@web/core/network/download";
import {registry} from "@web/core/registry";

/** Make codes and download the file that alone holds them, by one POST: no address leads to it again. */
export async function makeCodes(env, action) {
    env.services.ui.block();
    try {
        await download({url: "/perf/ballot/codes", data: action.params});
    } finally {
        env.services.ui.unblock();
    }
    return {type: "ir.actions.act_window_close"};
}

registry.category("actions").add("perf_rating_codes", makeCodes);
