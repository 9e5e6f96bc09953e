using NanoClaw.Import;
using NanoClaw.Import.From;

internal static class Reader
{
    public static async Task RunAsync(ImportSettings settings, IProgress<string> progress, CancellationToken cancellationToken)
    {
        // the snippet
    }
}
