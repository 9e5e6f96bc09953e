/** The bearer token whose hash the tests' bindings hold. */
export const testToken = "a-bearer-token-for-tests-0123456789";
/** The same of the token that backups are made with. */
export const testBackupToken = "a-backup-token-for-tests-0123456789";
