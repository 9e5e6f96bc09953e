using NanoClaw.Cli;
using NanoClaw.LocalCloud;

return await NanoClawCommandLine.RunAsync(args, CliContext.OfProcess(ProjectFolder.Current()));
