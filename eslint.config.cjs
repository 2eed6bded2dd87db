const js = require("@eslint/js");
const globals = require("globals");

module.exports = [
    js.configs.recommended,
    {
        files: ["perf_appraisal/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: {...globals.browser, luxon: "readonly", odoo: "readonly", owl: "readonly"},
        },
        rules: {
            "dot-notation": "error",
            eqeqeq: "error",
            "no-alert": "error",
            "no-console": "error",
            "no-duplicate-imports": "error",
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-shadow": "error",
            "no-unused-vars": ["error", {argsIgnorePattern: "^_"}],
            "no-var": "error",
            "prefer-const": "error",
            complexity: ["error", 10],
        },
    },
    {
        // the ballot's page, for phones of ten years ago
        files: ["perf_appraisal/static/ballot/*.js"],
        languageOptions: {ecmaVersion: 5, sourceType: "script"},
        rules: {"no-var": "off", "prefer-const": "off"},
    },
    {files: ["*.cjs"], languageOptions: {sourceType: "commonjs", globals: globals.node}},
    {ignores: [".dev/**", "**/static/lib/**"]},
];
