using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>Takes services of all kinds: two that a test registers or not, the others being there in every host.</summary>
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
