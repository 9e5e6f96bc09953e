/**
 * Which script is bound to what, each to what it reads alone: keys of models never stand in the script that strangers
 * reach, and the tokens' hashes never in the one with the keys. Of models after the first there is `MODEL_2_...` and so on.
 */
export const bindings = {
  agent: [
    "AI", "GROUPS", "HISTORY_TOKENS", "MAX_INPUT_TOKENS", "MAX_OUTPUT_TOKENS", "MAX_SENT_MESSAGES", "MAX_STEPS", "MAX_TURN_SECONDS", "MAX_WEB_READS",
    "MODEL_API_KEY", "MODEL_BASE_URL", "MODEL_DIALECT", "MODEL_GATEWAY_TOKEN", "MODEL_NAME", "MODEL_PROVIDER", "MODEL_SILENCE_SECONDS",
    "RUNS_PER_DAY", "RUNS_PER_MONTH", "RUN_CAPS", "RUN_RETENTION_HOURS", "SESSION_RETENTION_DAYS",
  ],
  front: [
    "ACCESS_AUDIENCES", "ACCESS_CLIENT_IDS", "ACCESS_MODE", "ACCESS_TEAM_DOMAIN", "ALLOWED_HOSTS", "BACKUP_TOKEN_SHA256_CURRENT", "BACKUP_TOKEN_SHA256_PREVIOUS",
    "BUCKET", "ENVIRONMENT", "GROUPS", "IP_RATE_LIMIT", "RUN_CAPS", "TOKEN_RATE_LIMIT", "TOKEN_SHA256_CURRENT", "TOKEN_SHA256_PREVIOUS",
  ],
};
