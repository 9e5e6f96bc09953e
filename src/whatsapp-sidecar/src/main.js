// @ts-check
import "./quiet.js";
import { openBaileys } from "./connection/baileys.js";
import { serve } from "./serve.js";

await serve(openBaileys());
