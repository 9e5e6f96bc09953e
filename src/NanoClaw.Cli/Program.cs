using NanoClaw.Cli;

return await NanoClawCommandLine.RunAsync(args, CliContext.OfProcess());
