/** The frames that the Worker itself puts around what stands in a conversation, by which it is known again. */

/** Around a page's links, after the page. A page is escaped, so that this cannot stand in it. */
export const linksTag = "page_links";
/** Around the addresses that people wrote in messages that are a summary now. A summary is escaped. */
export const keptTag = "addresses_that_people_wrote";
/** Around a summary of what was said before. */
export const summaryTag = "summary_of_earlier_conversation";
/** Around what the host tells with a request. */
export const nowTag = "now";
export const groupsTag = "groups";
export const memoryTag = "memory";
/** Around the prompt of a task. */
export const taskTag = "scheduled_task";
