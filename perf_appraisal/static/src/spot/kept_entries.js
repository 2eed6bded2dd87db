import "@web/webclient/user_menu/user_menu_items";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {session} from "@web/session";
import {user} from "@web/core/user";

/** Each user of a device has a place of his own: who comes after him neither sees nor overwrites it. */
const mine = (place) => `perf_appraisal/kept/${session.db}/${user.userId}/${place}`;

/**
 * What was entered and is not saved yet, kept on the device: it outlives a cut line and a closed tab, until it is
 * saved or discarded, or until its user logs out.
 */
export const keptEntries = {
    has(place) {
        return browser.localStorage.getItem(mine(place)) !== null;
    },

    read(place) {
        return JSON.parse(browser.localStorage.getItem(mine(place)) || "null");
    },

    /**
     * @param {string} place model and record
     * @param {Object} entries plain values
     * @returns {boolean} whether there was room for them
     */
    write(place, entries) {
        try {
            browser.localStorage.setItem(mine(place), JSON.stringify(entries));
            return true;
        } catch {
            return false;
        }
    },

    forget(place) {
        browser.localStorage.removeItem(mine(place));
    },

    /** Forgets all that the user has kept here. */
    forgetAll() {
        Object.keys(browser.localStorage)
            .filter((key) => key.startsWith(mine("")))
            .forEach((key) => browser.localStorage.removeItem(key));
    },
};

const menu = registry.category("user_menuitems");
const logOutItem = menu.get("log_out");

menu.add(
    "log_out",
    (env) => {
        const item = logOutItem(env);
        return {
            ...item,
            callback: () => {
                keptEntries.forgetAll();
                return item.callback();
            },
        };
    },
    {force: true}
);
