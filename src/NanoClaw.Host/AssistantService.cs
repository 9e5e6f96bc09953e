using Microsoft.Extensions.Hosting;

namespace NanoClaw.Host;

/// <summary>Runs the assistant for as long as the process runs, and lets it finish within its bound.</summary>
internal sealed class AssistantService(Assistant assistant) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Channels first, so that nothing new comes in; then what runs.
        await base.StopAsync(cancellationToken);
        await assistant.StopAsync();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => assistant.RunAsync(stoppingToken);
}
