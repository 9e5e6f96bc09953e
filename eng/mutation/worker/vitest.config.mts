import { join } from "node:path";
import config from "../../../src/moltworker/vitest.config.ts";

const [workerd] = config.test.projects;

/** The Worker's tests in workerd, with a mutant switched on. It comes as a constant: workerd has neither this process nor its environment. */
export default {
  test: {
    ...config.test,
    bail: 1,
    projects: [
      {
        ...workerd,
        define: { ...workerd.define, ACTIVE_MUTANT: JSON.stringify(process.env.__STRYKER_ACTIVE_MUTANT__ ?? "") },
        test: { ...workerd.test, isolate: false, setupFiles: [join(import.meta.dirname, "switchOn.ts")] },
      },
    ],
  },
};
