import {BinaryField, binaryField} from "@web/views/fields/binary/binary_field";
import {BooleanToggleField, booleanToggleField} from "@web/views/fields/boolean_toggle/boolean_toggle_field";
import {Many2ManyBinaryField, many2ManyBinaryField} from "@web/views/fields/many2many_binary/many2many_binary_field";
import {Component, useState} from "@odoo/owl";
import {photoFile, readPhoto} from "./photo";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Answer to a roll call → how its button looks. */
const TONES = {present: "success", duty: "info", leave: "secondary", late: "warning", absent: "danger"};

/** Whether a person is there: one tap, which needs no line. */
export class RollCallField extends Component {
    static template = "perf_appraisal.RollCallField";
    static props = {...standardFieldProps};

    get answers() {
        const {name, record} = this.props;
        return record.fields[name].selection.map(([value, label]) => {
            const chosen = record.data[name] === value;
            return {chosen, label, tone: `btn${chosen ? "" : "-outline"}-${TONES[value]} btn-${value}`, value};
        });
    }

    /** A second tap takes it back. */
    onTap({chosen, value}) {
        return this.props.record.update({[this.props.name]: chosen ? false : value});
    }
}

registry.category("fields").add("perf_roll_call", {
    component: RollCallField,
    supportedTypes: ["selection"],
    isEmpty: () => false,
    extractProps: (_info, {readonly}) => ({readonly}),
});

/** An item of a check-list that was looked at gets all its points; what is amiss is taken off by hand. */
export class LookedAtField extends BooleanToggleField {
    async onChange(isChecked) {
        this.state.value = isChecked;
        const {record} = this.props;
        const given = isChecked ? record.data.full_points : 0;
        await record.update({[this.props.name]: isChecked, given_points: given}, {save: this.props.autosave});
    }
}

registry.category("fields").add("perf_looked_at", {
    ...booleanToggleField,
    component: LookedAtField,
    fieldDependencies: [{name: "full_points", type: "float"}],
});

/** Photographs, taken or chosen; those that wait for the line are shown so. */
export class PhotosField extends Many2ManyBinaryField {
    static template = "perf_appraisal.PhotosField";

    setup() {
        super.setup();
        this.waiting = useState(this.env.spot?.photos || []);
    }

    async onPick({target}) {
        const files = [...target.files];
        target.value = null; // the same file can be chosen again
        for (const file of files) {
            await this.env.spot.addPhoto(await readPhoto(file));
        }
    }
}

registry.category("fields").add("perf_photos", {...many2ManyBinaryField, component: PhotosField});

/** From this length in base64 a file is a photograph, not a scan: about a megabyte. */
const LARGE = 1.4e6;

/** A signed paper that was photographed is made smaller before it is sent; a scan stays as it is. */
export class ScanField extends BinaryField {
    async update({data, name}) {
        if (data?.length > LARGE && /\.jpe?g$/i.test(name)) {
            const photo = await readPhoto(photoFile({name, data: `data:image/jpeg;base64,${data}`}));
            return super.update({data: photo.data.split(",")[1], name: photo.name});
        }
        return super.update({data, name});
    }
}

registry.category("fields").add("perf_scan", {...binaryField, component: ScanField});
