/** The bearer token whose hash the tests' bindings hold. */
export const testToken = "a-bearer-token-for-tests-0123456789";
