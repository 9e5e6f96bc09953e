namespace NanoClaw.Cli.Status;

/// <summary>Shows something again and again until Ctrl-C: in place on a terminal, one after the other elsewhere.</summary>
internal sealed class Watch(CliContext context, TimeSpan interval)
{
    // The other screen, without cursor, a line that is too long cut instead of broken; and all of it back.
    private const string Enter = "\e[?1049h\e[?25l\e[?7l";
    private const string Leave = "\e[?7h\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string ClearLine = "\e[K";
    private const string ClearBelow = "\e[J";

    /// <param name="show">Writes to the context it is given.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<CliContext, CancellationToken, Task> show, CancellationToken cancellationToken)
    {
        var isInPlace = context.OutputIsTerminal && context.Variable("TERM") != "dumb";
        try
        {
            if (isInPlace)
            {
                await context.Verbatim.WriteAsync(Enter);
            }

            while (true)
            {
                if (isInPlace)
                {
                    await DrawAsync(show, cancellationToken);
                }
                else
                {
                    await show(context, cancellationToken);
                }

                await context.Verbatim.FlushAsync(cancellationToken);
                await Task.Delay(interval, context.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how one stops to watch.
        }
        finally
        {
            if (isInPlace)
            {
                await context.Verbatim.WriteAsync(Leave);
                await context.Verbatim.FlushAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>Writes the whole picture over the old one at once: nothing is cleared first, so nothing flickers.</summary>
    private async Task DrawAsync(Func<CliContext, CancellationToken, Task> show, CancellationToken cancellationToken)
    {
        await using var picture = new StringWriter();
        await show((context with { Out = picture }).Wrapped(), cancellationToken);
        var lines = picture.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n').Take(context.TerminalSize().Rows);
        await context.Verbatim.WriteAsync(Home + string.Join(ClearLine + "\r\n", lines) + ClearLine + ClearBelow);
    }
}
