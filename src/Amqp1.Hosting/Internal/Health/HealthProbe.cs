using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Internal;

/// <summary>Pings a server over the bus, to check the path in both directions.</summary>
/// <param name="options">The settings of the probe.</param>
/// <param name="transport">The bus.</param>
internal sealed class HealthProbe(HealthProbeOptions options, MessagingTransport transport)
{
    private const string Ping = "oslo_rpc_server_ping";

    /// <summary>The maximum length of the error text of a probe in a health report.</summary>
    private const int MaxReasonLength = 1024;

    // The client is created when it is needed, because with a client a connection attaches a reply link.
    private readonly Lazy<RpcClient> _client = new(() => transport
        .CreateRpcClient(Target.ForTopic(options.Topic!, options.Server), RemoteExceptionRegistry.None)
        .WithoutFilters()
        .Prepare(timeout: options.Timeout, retry: 0));

    /// <summary>The topic that is pinged; null if the probe is disabled.</summary>
    public string? Topic { get; } = string.IsNullOrWhiteSpace(options.Topic) ? null : options.Topic;

    /// <summary>Returns null if a server has answered, otherwise the error.</summary>
    public async Task<string?> FailsWithAsync(CancellationToken cancel)
    {
        try
        {
            await _client.Value.CallAsync<JsonElement>(Ping, cancel: cancel).ConfigureAwait(false);
            return null;
        }
        catch (RemoteErrorException)
        {
            // A server that does not support the ping has answered nevertheless.
            return null;
        }
        catch (MessagingException failure)
        {
            return PeerText.Clean(failure.Message, MaxReasonLength);
        }
    }
}
