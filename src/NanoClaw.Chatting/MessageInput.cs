using System.Text;

namespace NanoClaw.Chatting;

/// <summary>Lines as messages: a backslash at a line's end, or <c>"""</c> around lines, makes one of several.</summary>
public sealed class MessageInput(Func<bool, CancellationToken, Task<string?>> readLine)
{
    private const string Fence = "\"\"\"";

    /// <summary>The next message; null at the end of the input. What was begun when it ended is a message still.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await readLine(false, cancellationToken) is not { } line)
        {
            return null;
        }

        var start = line.TrimStart();
        return start.StartsWith(Fence, StringComparison.Ordinal)
            ? await ReadFencedAsync(start[Fence.Length..], cancellationToken)
            : await ReadContinuedAsync(line, cancellationToken);
    }

    private async Task<string> ReadFencedAsync(string first, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        for (var line = first; line is not null; line = await readLine(true, cancellationToken))
        {
            var end = line.IndexOf(Fence, StringComparison.Ordinal);
            text.Append(end < 0 ? line : line[..end]).Append('\n');
            if (end >= 0)
            {
                break;
            }
        }

        return text.ToString().Trim('\n');
    }

    private async Task<string> ReadContinuedAsync(string first, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var line = first;
        while (line.EndsWith('\\'))
        {
            text.Append(line[..^1]).Append('\n');
            if (await readLine(true, cancellationToken) is not { } next)
            {
                return text.ToString().TrimEnd('\n');
            }

            line = next;
        }

        return text.Append(line).ToString();
    }
}
