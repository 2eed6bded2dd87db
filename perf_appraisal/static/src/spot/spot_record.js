import {deserializeDate, deserializeDateTime, serializeDate, serializeDateTime} from "@web/core/l10n/dates";
import {RelationalModel} from "@web/model/relational_model/relational_model";

/** Type of a field → how its value is written down as plain text, and read again. */
const WRITTEN = {
    date: {write: serializeDate, read: deserializeDate},
    datetime: {write: serializeDateTime, read: deserializeDateTime},
    many2one: {write: ({id, display_name}) => ({id, display_name}), read: (value) => value},
};

function written(type, value) {
    return (value && WRITTEN[type]?.write(value)) || value;
}

function readAgain(type, value) {
    return (value && WRITTEN[type]?.read(value)) || value;
}

/** A record that can write down what was entered and is not saved, and take it back later. */
class SpotRecord extends RelationalModel.Record {
    /** What was entered and is not saved, as plain values: of lines those that changed, of files their ids. */
    get entered() {
        return Object.fromEntries(
            Object.entries(this._changes)
                .map(([name, value]) => [name, this._entered(this.fields[name].type, value)])
                .filter(([, value]) => value !== undefined)
        );
    }

    /**
     * Takes back what was entered, where it may still be entered.
     *
     * @param {Object} entered as written down
     * @returns {boolean} whether anything differs from what is saved
     */
    async bringBack(entered) {
        const changes = {};
        let differs = false;
        for (const [name, value] of Object.entries(entered)) {
            if (!(name in this.activeFields) || this._isReadonly(name)) {
                continue;
            }
            const {type} = this.fields[name];
            if (["one2many", "many2many"].includes(type)) {
                differs = (await this._bringBackList(this.data[name], value)) || differs;
            } else if (JSON.stringify(written(type, this.data[name])) !== JSON.stringify(value)) {
                changes[name] = readAgain(type, value);
            }
        }
        if (Object.keys(changes).length) {
            await this.model.mutex.exec(() => this._update(changes, {withoutOnchange: true}));
            return true;
        }
        return differs;
    }

    _entered(type, value) {
        if (type === "many2many") {
            return value.currentIds.filter(Number.isInteger);
        }
        if (type !== "one2many") {
            return written(type, value);
        }
        const lines = value.records
            .filter((line) => line.resId && line.dirty)
            .map((line) => [line.resId, line.entered]);
        return lines.length ? Object.fromEntries(lines) : undefined;
    }

    async _bringBackList(list, value) {
        if (Array.isArray(value)) {
            const add = value.filter((id) => !list.currentIds.includes(id));
            if (add.length) {
                await list.addAndRemove({add});
            }
            return add.length > 0;
        }
        let differs = false;
        for (const line of list.records.filter(({resId}) => value[resId])) {
            differs = (await line.bringBack(value[line.resId])) || differs;
        }
        return differs;
    }
}

/** The model of forms that are filled in on the spot. */
export class SpotModel extends RelationalModel {
    static Record = SpotRecord;
}
