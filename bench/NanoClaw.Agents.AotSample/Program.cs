using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanoClaw.Agents;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddDotEnvFile().Build();
using var services = new ServiceCollection().AddNanoClawAgent(configuration).BuildServiceProvider();
try
{
    services.GetRequiredService<IStartupValidator>().Validate();
    var request = new AgentRequest
    {
        Prompt = string.Join(' ', args),
        GroupFolder = "sample",
        ChatJid = "sample",
        IsMain = false,
    };
    await foreach (var item in services.GetRequiredService<IAgentRuntime>().StreamAsync(request))
    {
        Console.WriteLine(item is AgentEvent.Output output ? output.Result : item.ToString());
    }

    return 0;
}
catch (Exception exception) when (exception is AgentException or OptionsValidationException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
