/** @type {import('prettier').Config} */
module.exports = {
    plugins: [require.resolve("@prettier/plugin-xml")],
    printWidth: 120,
    tabWidth: 4,
    bracketSpacing: false,
    proseWrap: "preserve",
    trailingComma: "es5",
    xmlWhitespaceSensitivity: "preserve",
    overrides: [{files: ["*.yml", "*.yaml"], options: {tabWidth: 2}}],
};
