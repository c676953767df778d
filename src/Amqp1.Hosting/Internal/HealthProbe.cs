using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Internal;

/// <summary>Pings a server over the bus, so that the way there and back is known to work.</summary>
/// <param name="options">What to ping.</param>
/// <param name="transport">The bus.</param>
internal sealed class HealthProbe(HealthProbeOptions options, MessagingTransport transport)
{
    private const string Ping = "oslo_rpc_server_ping";

    /// <summary>The most characters of what a failed probe says in a health report.</summary>
    private const int MaxReasonLength = 1024;

    // Made when it is needed: with a client, a connection has a reply link.
    private readonly Lazy<RpcClient> _client = new(() => transport
        .CreateRpcClient(Target.ForTopic(options.Topic!, options.Server), RemoteExceptionRegistry.None)
        .WithoutFilters()
        .Prepare(timeout: options.Timeout, retry: 0));

    /// <summary>What is pinged; null for nothing.</summary>
    public string? Topic { get; } = string.IsNullOrWhiteSpace(options.Topic) ? null : options.Topic;

    /// <summary>Null when a server has answered, else what went wrong.</summary>
    public async Task<string?> FailsWithAsync(CancellationToken cancel)
    {
        try
        {
            await _client.Value.CallAsync<JsonElement>(Ping, cancel: cancel).ConfigureAwait(false);
            return null;
        }
        catch (RemoteErrorException)
        {
            // A server that does not serve the ping has answered all the same.
            return null;
        }
        catch (MessagingException failure)
        {
            return PeerText.Clean(failure.Message, MaxReasonLength);
        }
    }
}
