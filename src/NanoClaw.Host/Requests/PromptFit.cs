using NanoClaw.Agents;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Requests;

/// <summary>
/// Messages in a prompt that leaves room for the rest of the request: sizes are those of the body that travels, with
/// every escape. Where not all fit, the oldest are answered first and the others by the next run; where a call is
/// needed, it stays, and the oldest of its context goes.
/// </summary>
internal static class PromptFit
{
    /// <summary>Half of a body.</summary>
    public const int MostBytes = AgentContract.MaxBodyBytes / 2;

    /// <summary>One message always fits beside the notices.</summary>
    private const int MostMessageBytes = 96 * 1024;

    private const int MostNoticeBytes = 16 * 1024;

    public static FittedPrompt Fit(IReadOnlyList<ChatMessage> batch, Func<ChatMessage, bool>? calls, TimeZoneInfo zone, IReadOnlyList<string> notices)
    {
        var begin = PromptFormat.Begin(zone, FitNotices(notices));
        var left = MostBytes - AgentContract.MeasureText(begin + PromptFormat.End);
        var written = batch.Select(message => Write(message, zone)).ToList();
        var sizes = written.ConvertAll(message => AgentContract.MeasureText(message.Text));
        var call = calls is null ? 0 : Math.Max(0, batch.TakeWhile(message => !calls(message)).Count());
        var (first, end) = (call, call + 1);
        left -= sizes[call];
        for (; first > 0 && sizes[first - 1] <= left; first--)
        {
            left -= sizes[first - 1];
        }

        for (; end < batch.Count && sizes[end] <= left; end++)
        {
            left -= sizes[end];
        }

        var taken = written[first..end];
        return new FittedPrompt(
            begin + string.Concat(taken.Select(message => message.Text)) + PromptFormat.End,
            [.. batch.Skip(first).Take(end - first)],
            taken.Exists(message => message.IsCut)
        );
    }

    /// <summary>A text that is a prompt by itself, such as a task's.</summary>
    public static string Fit(string prompt) => FitText(prompt, MostBytes, static text => AgentContract.MeasureText(text));

    /// <summary>The newest, as far as there is room.</summary>
    private static List<string> FitNotices(IReadOnlyList<string> notices)
    {
        var left = MostNoticeBytes;
        var newest = notices.Reverse().TakeWhile(notice => (left -= AgentContract.MeasureText(PromptFormat.Notice(notice))) >= 0).ToList();
        newest.Reverse();
        return newest;
    }

    private static (string Text, bool IsCut) Write(ChatMessage message, TimeZoneInfo zone)
    {
        var whole = PromptFormat.Write(message, zone);
        if (AgentContract.MeasureText(whole) <= MostMessageBytes)
        {
            return (whole, false);
        }

        var content = FitText(message.Content, MostMessageBytes, text => AgentContract.MeasureText(PromptFormat.Write(message with { Content = text }, zone)));
        return (PromptFormat.Write(message with { Content = content }, zone), true);
    }

    /// <summary>A text that is too long without its middle: what is asked stands at its beginning or at its end.</summary>
    private static string FitText(string text, int mostBytes, Func<string, int> measure)
    {
        if (text.Length <= mostBytes && measure(text) <= mostBytes)
        {
            return text;
        }

        var (fits, tooLong) = (0, Math.Min(text.Length, mostBytes));
        while (tooLong - fits > 1)
        {
            var half = (fits + tooLong) / 2;
            (fits, tooLong) = measure(WithoutMiddle(text, half)) <= mostBytes ? (half, tooLong) : (fits, half);
        }

        return WithoutMiddle(text, fits);
    }

    private static string WithoutMiddle(string text, int kept)
    {
        var head = PlainText.Head(text, kept * 2 / 3);
        var from = text.Length - (kept / 3);
        var tail = text[(from < text.Length && char.IsLowSurrogate(text[from]) ? from + 1 : from)..];
        return $"{head}\n[{text.Length - head.Length - tail.Length} characters are left out here: the message is too long to be read whole]\n{tail}";
    }
}

/// <summary>A prompt with the messages that are in it.</summary>
/// <param name="Text">The prompt.</param>
/// <param name="Messages">Those of the batch that it holds, in order.</param>
/// <param name="IsCut">Whether one of them was too long to be in it whole.</param>
internal sealed record FittedPrompt(string Text, IReadOnlyList<ChatMessage> Messages, bool IsCut);
