import {getDataURLFromFile} from "@web/core/utils/urls";

/** The longer side of a photograph, in pixels: enough to read a notice on a wall. */
const LONGEST = 1600;

const QUALITY = 0.8;

/**
 * Reads a photograph small, upright and without what the camera wrote beside it: the browser draws it anew.
 *
 * @param {File} file
 * @returns {Promise<{name: string, data: string}>} its name, and the picture as a data URL
 */
export async function readPhoto(file) {
    const url = URL.createObjectURL(file);
    try {
        const image = new Image();
        image.src = url;
        await image.decode();
        const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(image.naturalWidth * scale);
        canvas.height = Math.round(image.naturalHeight * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        return {name: file.name.replace(/\.\w+$/, "") + ".jpg", data: canvas.toDataURL("image/jpeg", QUALITY)};
    } catch {
        return {name: file.name, data: await getDataURLFromFile(file)}; // no picture that this browser can draw
    } finally {
        URL.revokeObjectURL(url);
    }
}

/**
 * @param {{name: string, data: string}} photo as it was read
 * @returns {File}
 */
export function photoFile({name, data}) {
    const [head, content] = data.split(",");
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    return new File([bytes], name, {type: head.match(/:(.*?);/)[1]});
}
