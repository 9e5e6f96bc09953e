using NanoClaw.LocalCloud.Edge.Access;
using NanoClaw.LocalCloud.Edge.WorkersDev;

namespace NanoClaw.LocalCloud.Edge.Declared;

/// <summary>Reads a stack's resources into what the edge enforces, collecting every problem before it refuses.</summary>
internal sealed class DeclaredEdgeReader
{
    private readonly List<string> _problems = [];
    private readonly List<string> _notReproduced =
    [
        "Cloudflare's own protection, which is always on: against floods of requests (DDoS), known attacks (the Free Managed Ruleset) and bots",
        "the country and the network that a request comes from: ip.src.country is XX and ip.src.asnum is 0",
        "separate counters for each of Cloudflare's data centres: there is one",
    ];

    public static DeclaredEdge Read(DeclaredStack stack)
    {
        var reader = new DeclaredEdgeReader();
        var rulesets = new RulesetReader(reader._problems, reader._notReproduced);
        foreach (var ruleset in stack.OfType(ResourceTypes.Ruleset))
        {
            rulesets.Read(ruleset);
        }

        var edge = new DeclaredEdge
        {
            Transport = new TransportReader(reader._problems, reader._notReproduced).Read(stack),
            CustomRules = rulesets.CustomRules,
            RateLimits = rulesets.RateLimits,
            Access = new AccessReader(reader._problems, reader._notReproduced).Read(stack),
            ScriptsByHost = reader.ReadDomains(stack),
            Routes = reader.ReadRoutes(stack),
            WorkersDev = WorkersDevAddresses.Read(stack),
            NotReproduced = reader._notReproduced,
        };
        return reader._problems.Count == 0 ? edge : throw new LocalEdgeException(reader._problems);
    }

    private Dictionary<string, string> ReadDomains(DeclaredStack stack)
    {
        var domains = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var domain in stack.OfType(ResourceTypes.CustomDomain))
        {
            if (domain.Inputs.Text("hostname") is { } hostname && domain.Inputs.Text("service") is { } service)
            {
                domains[hostname] = service;
            }
            else
            {
                _problems.Add($"{domain.Name}: a custom domain needs hostname and service");
            }
        }

        foreach (var other in stack.Resources.Where(r => r.Type is ResourceTypes.BotManagement))
        {
            _notReproduced.Add($"{other.Name}: {other.Type[(other.Type.LastIndexOf(':') + 1)..]}");
        }

        return domains;
    }

    private WorkerRoute[] ReadRoutes(DeclaredStack stack)
    {
        var routes = new List<WorkerRoute>();
        foreach (var route in stack.OfType(ResourceTypes.Route))
        {
            if (WorkerRoute.Parse(route.Inputs.Text("pattern"), route.Inputs.Text("script")) is { } parsed)
            {
                routes.Add(parsed);
            }
            else
            {
                _problems.Add($"{route.Name}: a route needs a script, and a pattern as in agent.example.com/admin*, with an asterisk at its end alone");
            }
        }

        return [.. routes.OrderByDescending(route => route.Path.Length)];
    }
}
