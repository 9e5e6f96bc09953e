namespace NanoClaw.Terminal;

/// <summary>What the exit codes of <c>nanoclaw</c> mean. They are part of its interface.</summary>
public static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something else failed; of <c>--check</c>: there is a difference.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The token or Access refused.</summary>
    public const int Refused = 3;

    /// <summary>Rate limited, or a cap or budget is used up.</summary>
    public const int Limited = 4;

    /// <summary>Not reachable, misconfigured, or too slow.</summary>
    public const int Unavailable = 5;

    /// <summary>The run or the session is in conflict with another.</summary>
    public const int Conflict = 6;

    /// <summary>The answer was not what the contract describes.</summary>
    public const int Protocol = 7;

    /// <summary>The run began, and failed: the model or a limit of the turn.</summary>
    public const int RunFailed = 8;

    /// <summary>There is no such group, task or store.</summary>
    public const int NotFound = 9;

    /// <summary>An update would do what it was told to fail on.</summary>
    public const int Dangerous = 10;

    /// <summary>Whether a deployment is closed could not be found out, which is no pass.</summary>
    public const int Inconclusive = 11;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>Whoever read the standard output has ended: 128 and SIGPIPE, as shells have it.</summary>
    public const int OutputClosed = 141;

    /// <summary>The lines of <c>--help</c>.</summary>
    public const string Help = """
        Exit codes:
          0  answered
          1  another failure
          2  the command line or the configuration is wrong
          3  refused: the token or Cloudflare Access
          4  limited: rate, daily or monthly cap, budget
          5  not reachable, misconfigured, or too slow
          6  conflict: the run or the session
          7  the answer was not the contract's
          8  the run failed: the model, or a limit of the turn
          130  interrupted
          141  nobody reads the output any more
        """;

    /// <summary>The same, of the commands that look after the store.</summary>
    public const string AdministrationHelp = """
        Exit codes:
          0  done
          1  another failure
          2  the command line or the configuration is wrong
          6  conflict: with what is stored, or another program holds the store
          9  not found: there is no such group, task or store
          130  interrupted
          141  nobody reads the output any more
        """;

    /// <summary>The same, of the commands that ask the agent's Worker about a group of the store.</summary>
    public const string MemoryHelp = """
        Exit codes:
          0  done
          1  another failure
          2  the command line or the configuration is wrong
          3  refused: the token or Cloudflare Access
          4  limited: rate
          5  not reachable, misconfigured, or too slow
          6  conflict: another program holds the store
          7  the answer was not the contract's
          9  not found: there is no such group, note or store
          130  interrupted
          141  nobody reads the output any more
        """;

    /// <summary>The same, of backups and restores.</summary>
    public const string BackupHelp = """
        Exit codes:
          0  done
          1  another failure; of verify: a backup is damaged
          2  the command line or the configuration is wrong, or the key is missing or another
          3  refused: the token or Cloudflare Access
          5  the place of the backups, or the agent, cannot be reached
          6  conflict: the assistant or another backup is at work, or what is there is newer
          9  not found: there is no such backup, or no store
          130  interrupted
          141  nobody reads the output any more
        """;

    /// <summary>The same, of the command that proves a deployment.</summary>
    public const string VerifyHelp = """
        Exit codes:
          0  nothing got in, and every promise is kept
          1  something got in, or a promise is broken
          2  the command line or the configuration is wrong
          11  inconclusive: your own credentials are not let in, nobody answers, or something could not be found out
          130  interrupted, or not agreed to
          141  nobody reads the output any more
        """;
}
