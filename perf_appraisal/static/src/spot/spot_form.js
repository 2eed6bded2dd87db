import {useRefListener, useService} from "@web/core/utils/hooks";
import {useState, useSubEnv} from "@odoo/owl";
import {ConnectionLostError} from "@web/core/network/rpc";
import {FormController} from "@web/views/form/form_controller";
import {SpotModel} from "./spot_record";
import {_t} from "@web/core/l10n/translation";
import {formView} from "@web/views/form/form_view";
import {keptEntries} from "./kept_entries";
import {photoFile} from "./photo";
import {registry} from "@web/core/registry";
import {useFileUploader} from "@web/core/utils/files";

const UPLOAD = "/web/binary/upload_attachment";

/** Where a record that is being entered is kept; a new one by the inspection to which it belongs. */
export function keptPlace(resModel, resId, inspectionId) {
    return resId ? `${resModel}/${resId}` : `${resModel}/new/${inspectionId}`;
}

/**
 * A form for places without a good line.
 *
 * What is typed and not saved is kept on the device and comes back. Photographs that could not be sent wait, and are
 * sent with the next save.
 */
export class SpotFormController extends FormController {
    setup() {
        this.photos = useState([]); // that wait for the line: {name, data, id once it is sent}
        this.typed = {}; // what stands in a field that has not been left yet
        super.setup();
        this.notification = useService("notification");
        this.uploadFiles = useFileUploader();
        useSubEnv({spot: {photos: this.photos, addPhoto: (photo) => this.addPhoto(photo)}});
        useRefListener(this.rootRef, "input", (ev) => this.onInput(ev));
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRecordChanged = () => this.keep();
        params.hooks.onRootLoaded = (root) => void this.bringBack(root);
        return params;
    }

    // What is entered is kept

    /** Whether the record can be found again: it is saved, or has a key of its own. */
    get isKept() {
        return Boolean(this.place);
    }

    keep() {
        const {entered, data, isNew} = this.model.root;
        const values = {...entered, ...this.typed};
        if (!this.isKept) {
            return;
        }
        if (!Object.keys(values).length && !this.photos.length) {
            keptEntries.forget(this.place);
            return;
        }
        if (isNew) {
            values.entry_key = data.entry_key;
        }
        if (!keptEntries.write(this.place, {values, photos: this.photos}) && !this.isFull) {
            this.isFull = true;
            this.notification.add(_t("There is no room left on this device to keep what you enter. Save it soon."), {
                type: "warning",
            });
        }
    }

    forget() {
        this.typed = {};
        if (this.isKept) {
            keptEntries.forget(this.place);
        }
    }

    async bringBack(root) {
        const {default_entry_key: key, default_inspection_id: inspectionId} = root.context;
        this.place = root.resId || key ? keptPlace(root.resModel, root.resId, inspectionId) : null;
        this.typed = {};
        const kept = this.isKept && keptEntries.read(this.place);
        if (!kept) {
            return;
        }
        this.photos.splice(0, this.photos.length, ...kept.photos);
        const differs = await root.bringBack(kept.values);
        if (differs || kept.photos.length) {
            this.notification.add(_t("What you had entered here and not saved is back."), {type: "info"});
        }
    }

    onInput({target}) {
        const name = target.closest(".o_field_widget[name]")?.getAttribute("name");
        const {fields} = this.model.root;
        if (["char", "text"].includes(fields[name]?.type) && !target.closest(".o_field_x2many")) {
            this.typed[name] = target.value;
            this.keep();
        }
    }

    async onRecordSaved(record) {
        await super.onRecordSaved(...arguments);
        if (record.id === this.model.root.id) {
            this.forget();
        }
    }

    async discard() {
        this.photos.splice(0);
        await super.discard();
        this.forget(); // afterwards: the field in which the cursor stood was written down once more
    }

    // Photographs

    /** Takes a photograph, and sends it if the line holds; else it waits. */
    async addPhoto(photo) {
        this.photos.push(photo);
        this.keep();
        try {
            await this.sendPhotos();
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    /** Sends what waits, one photograph after the other, each once however often it is asked for. */
    sendPhotos() {
        const before = this.sending || Promise.resolve();
        this.sending = before.catch(() => {}).then(() => this._sendPhotos());
        return this.sending;
    }

    async _sendPhotos() {
        const {root} = this.model;
        while (this.photos.length) {
            const [photo] = this.photos;
            photo.id ||= await this._upload(photo, root.resModel);
            if (photo.id) {
                await root.data.evidence_ids.addAndRemove({add: [photo.id]});
            }
            this.photos.shift();
            this.keep();
        }
    }

    /** @returns {Promise<number>} the id of the file, nothing when it was refused */
    async _upload(photo, model) {
        let answers = [];
        try {
            const ufile = [photoFile(photo)];
            answers = await this.uploadFiles(UPLOAD, {csrf_token: odoo.csrf_token, id: 0, model, ufile});
        } catch (error) {
            throw error instanceof TypeError ? new ConnectionLostError(UPLOAD) : error; // so fetch says it
        }
        const [answer] = answers || [];
        if (answer?.error) {
            this.notification.add(answer.error, {title: photo.name, type: "danger"});
        }
        return answer?.id;
    }

    async save() {
        await this.sendPhotos();
        return super.save(...arguments);
    }

    async beforeExecuteActionButton(params) {
        if (params.special !== "cancel") {
            await this.sendPhotos();
        }
        return super.beforeExecuteActionButton(params);
    }
}

registry.category("views").add("perf_spot_form", {
    ...formView,
    Controller: SpotFormController,
    Model: SpotModel,
});
