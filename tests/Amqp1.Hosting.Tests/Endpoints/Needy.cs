using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>
/// An endpoint that depends on services of all kinds. A test may register two of them, and the others exist in every host.
/// </summary>
[RpcEndpoint("needy")]
public sealed class Needy(
    Needy.ITool tool,
    [FromKeyedServices("spare")] Needy.ITool? spare,
    IServiceProvider services,
    IServiceScopeFactory scopes,
    IEnumerable<Needy.ITool> tools,
    IOptions<Amqp1HostingOptions> options,
    ILogger<Needy> logger)
{
    public string Count() => $"{tools.Count()} {new object?[] { tool, spare, services, scopes, options, logger }.Count(service => service is not null)}";

    public interface ITool;

    public sealed class Tool : ITool;
}
