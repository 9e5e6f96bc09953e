using System.Net.Sockets;
using NanoClaw.LocalCloud.Edge;

namespace NanoClaw.LocalCloud;

/// <summary>
/// A stack running on this machine: the declared Worker in workerd, and in front of it an edge that enforces the
/// declared rules. Disposing it ends all of it; what it kept stays for the next start.
/// </summary>
public sealed class RunningCloud : IAsyncDisposable
{
    private readonly LocalCloudOptions _options;
    private readonly IDisposable _stateLock;
    private readonly ProviderValues _values;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly List<string> _workerGaps = [];
    private DevelopmentCertificate? _certificate;
    private LocalEdge? _edge;
    private WorkerdSupervisor? _worker;

    private RunningCloud(LocalCloudOptions options, StateFolder state, IDisposable stateLock, ProviderValues values)
    {
        _options = options;
        _stateLock = stateLock;
        _values = values;
        State = state;
    }

    /// <summary>Where its state, outputs and configuration are.</summary>
    public StateFolder State { get; }

    /// <summary>The evaluation that is in force.</summary>
    public EvaluatedStack Stack { get; private set; } = null!;

    /// <summary>Where the agent answers.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>The port of plain HTTP on 127.0.0.1, which leads to HTTPS where the stack declares so.</summary>
    public int HttpPort => _edge!.HttpPort;

    /// <summary>What the stack declares, or Cloudflare does by itself, and this machine does not.</summary>
    public IReadOnlyList<string> NotReproduced =>
        [
            .. _edge!.NotReproduced,
            .. _workerGaps,
            .. Stack.Declared.OfType("command:local:Command").Select(c => $"{c.Name}: commands are for what was deployed, and are not run"),
        ];

    /// <summary>Evaluates a stack and brings it up.</summary>
    /// <param name="options">What to bring up.</param>
    /// <param name="progress">Told each step, in a few words.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="LocalCloudException">It cannot be brought up; the message says why and what to do.</exception>
    public static async Task<RunningCloud> StartAsync(
        LocalCloudOptions options,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var state = StateFolder.Of(options.ProjectFolder, options.Stack);
        var held = state.Lock();
        try
        {
            if (options.Reset)
            {
                state.Forget();
            }

            var cloud = new RunningCloud(options, state, held, ProviderState.Open(state, options.Time));
            try
            {
                await cloud.BringUpAsync(progress, cancellationToken).ConfigureAwait(false);
                return cloud;
            }
            catch
            {
                await cloud.StopAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Evaluates the stack again with other settings and puts the result in force, as an update would.</summary>
    /// <param name="overrides">The program's keys and their values, in the place of those before.</param>
    /// <param name="cancellationToken">Ends the wait for another change; a change that has begun is finished.</param>
    /// <exception cref="LocalCloudException">The program or the edge refused: what was in force stays so.</exception>
    public async Task UpdateAsync(IReadOnlyDictionary<string, string> overrides, CancellationToken cancellationToken = default)
    {
        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var next = await StackEvaluation
                .RunAsync(Stack.Configuration.With(overrides), _values, _options.ProjectFolder, cancellationToken)
                .ConfigureAwait(false);
            Judge(() => _edge!.Apply(InForce(next)));
            Stack = next;
            await _worker!.ReplaceAsync(Configure(next), CancellationToken.None).ConfigureAwait(false);
            AppliedSettings.Add(State, overrides);
            LocalOutputs.Write(State, next, Endpoint, HttpPort, _certificate!.AuthorityFile);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Puts something else in force than the program declares, for a test of what finds that out. An update undoes it.</summary>
    internal async Task DepartAsync(Func<DeclaredStack, DeclaredStack> change)
    {
        var script = Script(Stack.Declared);
        Stack = Stack with { Declared = change(Stack.Declared) };
        _edge!.Apply(InForce(Stack));
        _edge.ForgetCounts();
        if (Script(Stack.Declared) != script)
        {
            await _worker!.ReplaceAsync(Configure(Stack), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static string Script(DeclaredStack stack) =>
        string.Join('\n', stack.OfType(DeclaredWorker.ResourceType).Select(script => script.Inputs.ToJsonString()));

    /// <summary>Ends everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _changing.Dispose();
        _stateLock.Dispose();
    }

    private async Task BringUpAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        progress?.Report("Evaluating the infra program");
        var settings = LocalNames.Apply(StackSettingsSource.Read(_options, _values, AppliedSettings.Read(State)));
        Stack = await StackEvaluation.RunAsync(settings, _values, _options.ProjectFolder, cancellationToken).ConfigureAwait(false);

        progress?.Report("Starting the edge");
        var hostname = new Uri(Stack.Output("agentEndpoint") ?? throw new LocalCloudException("The program has no output 'agentEndpoint'.")).Host;
        _certificate = new DevelopmentCertificateStore(State.CertificateFolder, _options.Time).Open([hostname]);
        _edge = await StartEdgeAsync(cancellationToken).ConfigureAwait(false);
        Endpoint = new UriBuilder(Uri.UriSchemeHttps, hostname, _edge.HttpsPort).Uri;

        progress?.Report("Starting the Worker");
        PrivateFile.CreateFolder(State.WorkerFolder);
        PrivateFile.CreateFolder(State.DurableObjectsFolder);
        PrivateFile.CreateFolder(State.BucketsFolder);
        _worker = await WorkerdSupervisor
            .StartAsync(WorkerdBinary.Find(), State.WorkerFolder, Configure(Stack), _options.Events, _options.Time, cancellationToken)
            .ConfigureAwait(false);
        _worker.AddressChanged = ShowWorkerToEdge;
        ShowWorkerToEdge();
        LocalOutputs.Write(State, Stack, Endpoint, HttpPort, _certificate.AuthorityFile);
    }

    private async Task<LocalEdge> StartEdgeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await LocalEdge
                .StartAsync(
                    new LocalEdgeOptions
                    {
                        Stack = InForce(Stack),
                        Certificate = _certificate!.Server,
                        Workers = new Dictionary<string, Uri>(StringComparer.Ordinal),
                        HttpsPort = _options.Port,
                        Time = _options.Time,
                        Logging = _options.Logging,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (LocalEdgeException exception)
        {
            throw new LocalCloudException(exception.Message, exception);
        }
        catch (Exception exception)
            when (_options.Port != 0 && (exception is SocketException || exception.InnerException is not null) && PortOwner.IsTaken(_options.Port))
        {
            throw new LocalCloudException(
                $"Port {_options.Port} of 127.0.0.1 is in use{PortOwner.Describe(_options.Port)}. Stop that program, or take another port: nanoclaw dev --port {_options.Port + 1} (0 takes a free one).",
                exception
            );
        }
    }

    private WorkerdConfiguration Configure(EvaluatedStack stack)
    {
        var workers = DeclaredWorker.AllIn(stack.Declared);
        var surroundings = new WorkerdSurroundings
        {
            EdgeAddress = $"127.0.0.1:{_edge!.HttpPort}",
            Web = _options.Web,
            DurableObjectsFolder = State.DurableObjectsFolder,
            BucketsFolder = State.BucketsFolder,
        };
        var configuration = WorkerdConfiguration.Of(workers[0], surroundings, [.. workers.Skip(1)]);
        _workerGaps.Clear();
        _workerGaps.AddRange(configuration.NotReproduced);
        return configuration;
    }

    private void ShowWorkerToEdge()
    {
        _edge?.Apply(InForce(Stack), _worker?.Addresses);
    }

    private DeclaredStack InForce(EvaluatedStack stack) => LocalAccount.Around(stack.InForce, _values);

    private static void Judge(Action apply)
    {
        try
        {
            apply();
        }
        catch (LocalEdgeException exception)
        {
            throw new LocalCloudException(exception.Message, exception);
        }
    }

    private async Task StopAsync()
    {
        if (_edge is not null)
        {
            await _edge.DisposeAsync().ConfigureAwait(false);
        }

        if (_worker is not null)
        {
            await _worker.DisposeAsync().ConfigureAwait(false);
        }

        _certificate?.Dispose();
    }
}
