using Amqp;
using Amqp1.Transport;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>Opens connections of AMQPNetLite, on either transport.</summary>
internal static class BareConnection
{
    /// <summary>The credit of receiving links.</summary>
    public const int Credit = 200;

    public static async Task<Connection> OnOwnTransport(string url)
    {
        var host = TransportUrl.Parse(url).Hosts[0];
        var transport = await TransportOpener.OpenAsync(
            new PeerHost(host.Host, host.Port, host.User, host.Password), new SecuritySettings(), TimeProvider.System, trace: null, CancellationToken.None);
        using var provider = new PreparedTransportProvider(transport);
        return await new ConnectionFactory([provider]).CreateAsync(new Address(host.Host, host.Port, null, null, "/", PreparedTransportProvider.Scheme));
    }

    public static Task<Connection> OnStockTransport(string url)
    {
        var host = TransportUrl.Parse(url).Hosts[0];
        return new ConnectionFactory().CreateAsync(new Address(host.Host, host.Port, host.User, host.Password, "/", "amqp"));
    }
}
