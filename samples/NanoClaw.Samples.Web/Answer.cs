using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using NanoClaw.Agents;

namespace NanoClaw.Samples.Web;

/// <summary>An answer as the page's events: <c>text</c> as it comes, then <c>end</c> with the conversation, or <c>failed</c>.</summary>
internal static class Answer
{
    public static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        IChatClient agent,
        Question question,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var options = new ChatOptions { ConversationId = question.Conversation };
        await using var updates = agent.GetStreamingResponseAsync(question.Text, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            SseItem<string> item;
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    yield break;
                }

                item = updates.Current switch
                {
                    { ConversationId: { } conversation } => new(conversation, "end"),
                    var update => new(update.Text, "text"),
                };
            }
            catch (AgentException exception)
            {
                // Its message is for whoever runs this program and holds no secret. A page for strangers would say less.
                item = new(exception.Message, "failed");
            }

            if (item.Data.Length > 0)
            {
                yield return item;
            }

            if (item.EventType == "failed")
            {
                yield break;
            }
        }
    }
}
