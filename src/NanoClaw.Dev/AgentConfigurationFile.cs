using NanoClaw.Home.Configuration;
using NanoClaw.LocalCloud;

namespace NanoClaw.Dev;

/// <summary>Writes the configuration of a process that talks to the local cloud: its outputs, as <c>config pull</c> would.</summary>
public static class AgentConfigurationFile
{
    public static void Write(StateFolder state)
    {
        var outputs = StackOutputs.Parse(File.ReadAllText(state.OutputsFile), state.OutputsFile);
        var file = DotEnvDocument.Parse("", state.AgentConfigurationFile);
        ConfigurationChange.Apply(file, outputs.Settings);
        PrivateFile.Write(state.AgentConfigurationFile, file.Text);
    }
}
