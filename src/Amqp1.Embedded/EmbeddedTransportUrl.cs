using System.Net;
using System.Net.Sockets;
using Amqp1.Broker.Storage;
using Amqp1.Hosting;
using Microsoft.Extensions.Options;

namespace Amqp1.Embedded;

/// <summary>The router of an application. It is started when its URL is first requested and listens when the request returns.</summary>
internal sealed class EmbeddedTransportUrl : ITransportUrlSource, IAsyncDisposable, IDisposable
{
    private readonly Lazy<EmbeddedRouter> _router;

    public EmbeddedTransportUrl(IOptions<EmbeddedRouterOptions> options) => _router = new Lazy<EmbeddedRouter>(() => Start(options.Value));

    /// <summary>The router; null if it has not been started.</summary>
    public EmbeddedRouter? Started => _router.IsValueCreated ? _router.Value : null;

    public string GetUrl() => _router.Value.TransportUrl;

    public Task StopAsync(CancellationToken cancel) => _router.IsValueCreated ? _router.Value.StopAsync(cancel) : Task.CompletedTask;

    /// <summary>Begins to stop the router and does not wait. Used by containers that are disposed of synchronously.</summary>
    public void Dispose()
    {
        if (_router.IsValueCreated)
        {
            _ = _router.Value.StopAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    private static EmbeddedRouter Start(EmbeddedRouterOptions options)
    {
        try
        {
            var address = IPAddress.TryParse(options.Host, out var literal) ? literal : Dns.GetHostAddresses(options.Host)[0];
            return EmbeddedRouter.Start(options, address);
        }
        catch (SocketException failure)
        {
            throw new InvalidOperationException(
                $"The embedded router cannot listen on {options.Host}:{options.Port}: {failure.Message}. " +
                "Set Amqp1:Embedded:Port (0 selects a free port), or set Amqp1:TransportUrl to use another router.",
                failure);
        }
        catch (StoreException failure)
        {
            throw new InvalidOperationException($"The embedded broker cannot open its store. {failure.Message} The setting is Amqp1:Embedded:Store.", failure);
        }
    }
}
