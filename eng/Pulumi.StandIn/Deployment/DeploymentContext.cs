namespace Pulumi;

/// <summary>One evaluation of a program: what its resources find around them.</summary>
internal sealed class DeploymentContext
{
    private static readonly AsyncLocal<DeploymentContext?> Flow = new();
    private Stack? _stack;

    public DeploymentContext(Testing.IMocks mocks, Testing.TestOptions? options)
    {
        ProjectName = options?.ProjectName ?? "project";
        StackName = options?.StackName ?? "stack";
        OrganizationName = options?.OrganizationName ?? "organization";
        RootDirectory = options?.RootDirectory;
        IsDryRun = options?.IsPreview ?? true;
        Instance = new DeploymentInstance(this);
        Monitor = new Testing.MockMonitor(this, mocks);
        Registrar = new ResourceRegistrar(this);
    }

    public static DeploymentContext? Current => Flow.Value;

    public static DeploymentContext Required =>
        Flow.Value ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    public string ProjectName { get; }

    public string StackName { get; }

    public string OrganizationName { get; }

    public string? RootDirectory { get; }

    public bool IsDryRun { get; }

    public DeploymentInstance Instance { get; }

    public StackConfiguration Configuration { get; } = StackConfiguration.FromEnvironment();

    public PendingTasks Tasks { get; } = new();

    public DeploymentLog Messages { get; } = new();

    public Testing.MockMonitor Monitor { get; }

    public ResourceRegistrar Registrar { get; }

    public Stack Stack
    {
        get => _stack ?? throw new InvalidOperationException("Trying to acquire Deployment.Stack before 'Run' was called.");
        set => _stack = value;
    }

    /// <summary>Makes this the context of what the caller awaits next. A program can't start another inside itself.</summary>
    public void Enter()
    {
        if (Flow.Value is not null)
        {
            throw new InvalidOperationException("Deployment.Instance should only be set once at the beginning of a 'Run' call.");
        }

        Flow.Value = this;
    }
}
