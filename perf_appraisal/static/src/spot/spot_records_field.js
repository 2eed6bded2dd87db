import {useOwnedDialogs, useService} from "@web/core/utils/hooks";
import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {ConnectionLostError} from "@web/core/network/rpc";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {_t} from "@web/core/l10n/translation";
import {keptEntries} from "./kept_entries";
import {keptPlace} from "./spot_form";
import {registry} from "@web/core/registry";
import {uuid} from "@web/core/utils/strings";

/**
 * What belongs to an inspection, each opened and saved by itself: nothing waits for the save of the whole.
 *
 * A new record gets a key here, by which the server knows it when it is saved a second time.
 */
export class SpotRecordsField extends X2ManyField {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.addDialog = useOwnedDialogs();
        const openInside = this._openRecord;
        this._openRecord = async (params) => {
            const isSaved = this.props.record.resId && (!params.record || params.record.resId);
            if (!isSaved) {
                openInside(params);
            } else if (!this.isOpening) {
                this.isOpening = true; // a second tap comes before the first is answered
                await this.openAlone(params).finally(() => (this.isOpening = false));
            }
        };
    }

    get rendererProps() {
        const props = super.rendererProps;
        const place = keptPlace(this.list.resModel, false, this.props.record.resId);
        if (props.addLabel && keptEntries.has(place)) {
            props.addLabel = _t("Go on with what you began");
        }
        return props;
    }

    async openAlone({context, readonly, record}) {
        if (!(await this.isParentSaved(record))) {
            return;
        }
        const {record: parent} = this.props;
        const added = {[`default_${this.field.relation_field}`]: parent.resId, default_entry_key: uuid()};
        this.addDialog(FormViewDialog, {
            canExpand: false,
            context: {...context, ...(record ? {} : added)},
            onRecordSaved: () => parent.model.load(),
            readonly,
            removeRecord: record && !readonly && this.activeActions.onDelete ? () => this.remove(record) : undefined,
            resId: record?.resId || false,
            resModel: this.list.resModel,
            title: this.field.string,
        });
    }

    /** Saves the inspection first; without a line a new record is entered all the same. */
    async isParentSaved(record) {
        try {
            return await this.props.record.save();
        } catch (error) {
            if (record || !(error instanceof ConnectionLostError)) {
                throw error;
            }
            return true;
        }
    }

    async remove(record) {
        await this.orm.unlink(this.list.resModel, [record.resId]);
        await this.props.record.model.load();
    }
}

registry.category("fields").add("perf_spot_records", {...x2ManyField, component: SpotRecordsField});
